-- Up to which entry somebody has read an incident, so that who comes late or back begins at what is new to them.
CREATE TABLE read_mark (
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  account_id TEXT NOT NULL REFERENCES account (account_id),
  seq INTEGER NOT NULL,
  marked_at TEXT NOT NULL,
  PRIMARY KEY (incident_id, account_id)
);
