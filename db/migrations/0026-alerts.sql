-- What monitoring says. A key belongs to one service, and only its hash is kept. A group of alerts belongs to one incident
-- while that is open; an alert is known by what its sender calls it, and counts how often it came. What was sent is kept
-- as it came for a while.
CREATE TABLE alert_key (
  key_id TEXT PRIMARY KEY NOT NULL,
  service_id TEXT NOT NULL REFERENCES service (service_id),
  name TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE,
  join_open INTEGER NOT NULL CHECK (join_open IN (0, 1)),
  made_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  revoked_at TEXT
);

CREATE TABLE alert_payload (
  payload_id TEXT PRIMARY KEY NOT NULL,
  key_id TEXT NOT NULL REFERENCES alert_key (key_id),
  kind TEXT NOT NULL,
  received_at TEXT NOT NULL,
  body TEXT NOT NULL,
  outcome TEXT NOT NULL,
  error TEXT
);
CREATE INDEX alert_payload_by_key ON alert_payload (key_id, received_at);
CREATE INDEX alert_payload_by_age ON alert_payload (received_at);

CREATE TABLE alert_group (
  key_id TEXT NOT NULL REFERENCES alert_key (key_id),
  group_hash TEXT NOT NULL,
  group_key TEXT NOT NULL,
  incident_number INTEGER NOT NULL,
  paged_at TEXT NOT NULL,
  PRIMARY KEY (key_id, group_hash)
);

CREATE TABLE alert (
  alert_id TEXT PRIMARY KEY NOT NULL,
  key_id TEXT NOT NULL REFERENCES alert_key (key_id),
  alert_hash TEXT NOT NULL,
  group_hash TEXT NOT NULL,
  name TEXT NOT NULL,
  incident_number INTEGER,
  count INTEGER NOT NULL,
  told_count INTEGER NOT NULL,
  told_at TEXT,
  tell_at TEXT,
  fired_at TEXT,
  cleared_at TEXT
);
CREATE UNIQUE INDEX alert_by_hash ON alert (key_id, alert_hash);
CREATE INDEX alert_by_telling ON alert (tell_at);

-- How bad it is when an alert of the service does not say so itself.
ALTER TABLE service ADD COLUMN default_severity TEXT;

-- How many alerts of an incident fire, for lists.
ALTER TABLE incident ADD COLUMN firing INTEGER NOT NULL DEFAULT 0;
