-- What a review promised: known to people as ACT-7. `number` comes from the counter "action". A day is a date.
CREATE TABLE action_item (
  action_id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  text TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('detect', 'prevent', 'mitigate', 'respond', 'learn')),
  state TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'done', 'rejected', 'expired')),
  owner_id TEXT,
  owner_name TEXT,
  due_day TEXT,
  done_when TEXT,
  evidence TEXT,
  ticket TEXT,
  reason TEXT,
  source_seq INTEGER,
  rev INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL
);
CREATE INDEX action_item_by_incident ON action_item (incident_id);
CREATE INDEX action_item_by_due ON action_item (state, due_day);
