-- What was not urgent and was kept from somebody in their quiet hours: it is told at their end, in one message.
CREATE TABLE held_page (
  run_id TEXT NOT NULL REFERENCES escalation_run (run_id),
  place INTEGER NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (account_id),
  held_at TEXT NOT NULL,
  told_at TEXT,
  PRIMARY KEY (run_id, place, account_id)
);
CREATE INDEX held_page_waiting ON held_page (told_at);
