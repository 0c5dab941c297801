-- What people and programs did that is not the story of an incident: one chain of hashes over the installation.
CREATE TABLE audit (
  audit_id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  subject_type TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  subject_name TEXT NOT NULL,
  details TEXT NOT NULL,
  done_at TEXT NOT NULL,
  actor_type TEXT NOT NULL CHECK (actor_type IN ('person', 'token', 'system', 'external')),
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  address TEXT,
  request_id TEXT,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX audit_by_actor ON audit (actor_id, seq);
CREATE INDEX audit_by_subject ON audit (subject_id, seq);
CREATE INDEX audit_by_kind ON audit (kind, seq);
