-- When somebody was last told that it is time to practise again; at most once in 90 days.
CREATE TABLE practice_reminder (
  account_id TEXT PRIMARY KEY NOT NULL REFERENCES account (account_id),
  reminded_at TEXT NOT NULL
);
