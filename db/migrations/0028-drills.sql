-- Drills: what is written beside the entries of one. None of it is read by the pages of incidents.
CREATE TABLE scenario_version (
  content_hash TEXT PRIMARY KEY NOT NULL,
  scenario_id TEXT NOT NULL,
  file TEXT NOT NULL,
  text TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('file', 'app')),
  author TEXT,
  created_at TEXT NOT NULL,
  gone_at TEXT
);
CREATE INDEX scenario_version_by_id ON scenario_version (scenario_id, created_at);

CREATE TABLE drill (
  incident_id TEXT PRIMARY KEY NOT NULL REFERENCES incident (incident_id),
  number INTEGER NOT NULL UNIQUE,
  scenario_id TEXT NOT NULL,
  content_hash TEXT NOT NULL REFERENCES scenario_version (content_hash),
  kind TEXT NOT NULL CHECK (kind IN ('solo', 'facilitated')),
  owner_id TEXT NOT NULL REFERENCES account (account_id),
  level INTEGER NOT NULL,
  runbook_id TEXT,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  ended_why TEXT,
  debriefed_at TEXT
);
CREATE INDEX drill_by_owner ON drill (owner_id, started_at);
CREATE INDEX drill_by_end ON drill (ended_at);

-- The director's log: what was left out, and which questions had no answer. What was delivered stands in the entries.
CREATE TABLE drill_note (
  note_id TEXT PRIMARY KEY NOT NULL,
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  kind TEXT NOT NULL CHECK (kind IN ('skipped', 'unanswered', 'hinted', 'revealed')),
  item TEXT NOT NULL,
  noted_at TEXT NOT NULL
);
CREATE INDEX drill_note_by_drill ON drill_note (incident_id, noted_at);

-- How people rate themselves, before they see what the record says.
CREATE TABLE drill_rating (
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  account_id TEXT NOT NULL REFERENCES account (account_id),
  ratings TEXT NOT NULL,
  rated_at TEXT NOT NULL,
  deleted_at TEXT,
  PRIMARY KEY (incident_id, account_id)
);

CREATE TABLE drill_finding (
  finding_id TEXT PRIMARY KEY NOT NULL,
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  list TEXT NOT NULL CHECK (list IN ('keep', 'us', 'tool')),
  text TEXT NOT NULL,
  written_by TEXT NOT NULL,
  written_at TEXT NOT NULL,
  action_number INTEGER
);
CREATE INDEX drill_finding_by_drill ON drill_finding (incident_id, written_at);
