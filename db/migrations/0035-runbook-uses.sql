-- A dry run is a drill of a runbook without a story of its own.
ALTER TABLE drill ADD COLUMN dry_run INTEGER NOT NULL DEFAULT 0 CHECK (dry_run IN (0, 1));

-- Who followed which runbook in which incident or drill, as the entries leave it. Times are real ones, in drills as well.
CREATE TABLE runbook_use (
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  runbook_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('incident', 'drill')),
  content_hash TEXT NOT NULL,
  used_at TEXT NOT NULL,
  exercised_at TEXT,
  PRIMARY KEY (incident_id, runbook_id, account_id)
);
CREATE INDEX runbook_use_by_account ON runbook_use (account_id, runbook_id);
CREATE INDEX runbook_use_by_runbook ON runbook_use (runbook_id);
