-- What was blanked in entries and files. A row is made open, in the transaction that blanks, and closed by the blanking
-- itself: an open one names a proof that is not there, so it can never be committed.
CREATE TABLE redaction (
  redaction_id TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  entry_id TEXT NOT NULL REFERENCES entry (entry_id),
  attachment_id TEXT,
  left_body TEXT NOT NULL,
  made_at TEXT NOT NULL,
  proof TEXT NOT NULL REFERENCES redaction (redaction_id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX redaction_by_entry ON redaction (entry_id);
CREATE INDEX redaction_by_incident ON redaction (incident_id);
