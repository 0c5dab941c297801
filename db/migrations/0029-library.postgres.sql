-- What an incident was in the end, for lists and for whoever meets it again: its confirmed cause, and what ended it.
-- Rows are written again from their entries at the next start. Texts of postmortems become documents of the search: the
-- newest one for whoever writes, the published one for everybody. A review was never reminded of by its own day.
ALTER TABLE incident ADD COLUMN cause TEXT;
ALTER TABLE incident ADD COLUMN fixed_by TEXT;
ALTER TABLE postmortem_review DROP COLUMN reminded_day;

-- Which row of SQLite's fts5 table holds whose document, so that one is found without reading its text. PostgreSQL keeps
-- kind and key beside its tsvector and needs none.
CREATE TABLE search_place (
  position INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  UNIQUE (kind, key)
);

INSERT INTO search_document (kind, key, title, text, visibility)
SELECT 'postmortem-draft', postmortem.postmortem_id, postmortem.title, postmortem_version.text, 'all'
FROM postmortem JOIN postmortem_version
  ON postmortem_version.postmortem_id = postmortem.postmortem_id AND postmortem_version.rev = postmortem.rev;

INSERT INTO search_document (kind, key, title, text, visibility)
SELECT 'postmortem', postmortem.postmortem_id, postmortem.title, postmortem_version.text, 'all'
FROM postmortem JOIN postmortem_version
  ON postmortem_version.postmortem_id = postmortem.postmortem_id AND postmortem_version.rev = postmortem.published_rev;
