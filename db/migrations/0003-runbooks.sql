-- Every text that a runbook ever had, known by the SHA-256 of its bytes. A run pins one of them.
CREATE TABLE runbook_version (
  content_hash TEXT PRIMARY KEY,
  runbook_id TEXT NOT NULL,
  file TEXT NOT NULL,
  title TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('file', 'app')),
  text TEXT NOT NULL,
  findings TEXT NOT NULL,
  author TEXT,
  reason TEXT,
  created_at TEXT NOT NULL
);
CREATE INDEX runbook_version_by_runbook ON runbook_version (runbook_id, created_at);

-- The library as it stands: which version of each runbook is current. A row without a version could not be read.
CREATE TABLE runbook (
  runbook_id TEXT PRIMARY KEY,
  file TEXT NOT NULL,
  title TEXT NOT NULL,
  owner TEXT,
  services TEXT NOT NULL,
  content_hash TEXT NOT NULL REFERENCES runbook_version (content_hash),
  changed_at TEXT NOT NULL,
  removed_at TEXT
);
