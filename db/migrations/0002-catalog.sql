-- What can break, who owns it, and which runbook fits it by default.
CREATE TABLE service (
  service_id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  team_id TEXT REFERENCES team (team_id),
  runbook_id TEXT,
  created_at TEXT NOT NULL,
  rev INTEGER NOT NULL
);

-- Human numbers: INC-42 comes from the row "incident", taken in the transaction that uses it.
CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
);
