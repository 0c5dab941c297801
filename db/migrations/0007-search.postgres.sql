-- One box over everything: what can be found, by its words. Features hand documents over in their own transaction.
CREATE TABLE search_document (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  visibility TEXT NOT NULL,
  words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', text), 'B')
  ) STORED,
  PRIMARY KEY (kind, key)
);
CREATE INDEX search_document_by_words ON search_document USING gin (words);
