-- A postmortem is a series of texts about one incident. `rev` is the newest version's number.
CREATE TABLE postmortem (
  postmortem_id TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL UNIQUE REFERENCES incident (incident_id),
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'published')),
  rev INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  published_at TEXT,
  published_rev INTEGER
);

CREATE TABLE postmortem_version (
  postmortem_id TEXT NOT NULL REFERENCES postmortem (postmortem_id),
  rev INTEGER NOT NULL,
  text TEXT NOT NULL,
  base TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  author_id TEXT,
  author_name TEXT NOT NULL,
  summary TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (postmortem_id, rev)
);
