-- Calendars of shifts that other programs read by a secret address. The address follows from the id and the secret of the
-- installation, so no row opens anything; one that was given away is revoked, and another one is made.
CREATE TABLE calendar_feed (
  feed_id TEXT PRIMARY KEY NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (account_id),
  schedule_id TEXT REFERENCES schedule (schedule_id),
  made_at TEXT NOT NULL,
  revoked_at TEXT
);
CREATE INDEX calendar_feed_by_account ON calendar_feed (account_id);
