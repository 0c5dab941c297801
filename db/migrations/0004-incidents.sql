-- The timeline is the incident: entry holds everything, the row of incident is only its summary for lists.
CREATE TABLE incident (
  incident_id TEXT PRIMARY KEY,
  number INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('incident', 'drill', 'test')),
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  severity TEXT,
  service_id TEXT,
  commander TEXT,
  visibility TEXT NOT NULL CHECK (visibility IN ('all', 'team', 'private')),
  opened_at TEXT NOT NULL,
  resolved_at TEXT,
  changed_at TEXT NOT NULL,
  seq INTEGER NOT NULL,
  head_hash TEXT NOT NULL,
  next_due_at TEXT
);
CREATE UNIQUE INDEX incident_by_number ON incident (kind, number);
CREATE INDEX incident_by_status ON incident (status, opened_at);
CREATE INDEX incident_by_due ON incident (next_due_at);
CREATE INDEX incident_by_opened ON incident (opened_at);

CREATE TABLE entry (
  entry_id TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  occurred_at TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  precision TEXT NOT NULL CHECK (precision IN ('exact', 'second', 'minute', 'about')),
  actor_type TEXT NOT NULL CHECK (actor_type IN ('person', 'token', 'system', 'external')),
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  source TEXT NOT NULL,
  op_id TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (incident_id, seq)
);

-- Each request that wrote: a repeat of the same op_id is answered from here before anything is decided.
CREATE TABLE operation (
  actor_id TEXT NOT NULL,
  op_id TEXT NOT NULL,
  incident_id TEXT REFERENCES incident (incident_id),
  body_hash TEXT NOT NULL,
  first_seq INTEGER,
  last_seq INTEGER,
  answer TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (actor_id, op_id)
);
