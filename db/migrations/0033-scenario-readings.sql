-- Who has read a scenario with its secrets: whoever plays it afterwards had read it, and the debrief says so.
CREATE TABLE scenario_reading (
  scenario_id TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (account_id),
  read_at TEXT NOT NULL,
  PRIMARY KEY (scenario_id, account_id)
);
