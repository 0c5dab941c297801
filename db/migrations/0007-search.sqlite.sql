-- One box over everything: what can be found, by its words. Features hand documents over in their own transaction.
CREATE VIRTUAL TABLE search_document USING fts5 (
  kind UNINDEXED, key UNINDEXED, title, text, visibility UNINDEXED,
  tokenize = 'porter unicode61 remove_diacritics 2'
);
