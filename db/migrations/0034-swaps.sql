-- Two people change shifts: one offers a piece of theirs for a piece of the other's. Nothing moves before both agree.
CREATE TABLE shift_swap (
  swap_id TEXT PRIMARY KEY NOT NULL,
  schedule_id TEXT NOT NULL REFERENCES schedule (schedule_id),
  offered_by TEXT NOT NULL REFERENCES account (account_id),
  offered_to TEXT NOT NULL REFERENCES account (account_id),
  gives_from TEXT NOT NULL,
  gives_to TEXT NOT NULL,
  takes_from TEXT NOT NULL,
  takes_to TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  offered_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX shift_swap_by_schedule ON shift_swap (schedule_id, state);
