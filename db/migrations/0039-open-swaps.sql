-- A shift is also offered to the team: `offered_to` is then empty, and what is given in return is known when somebody accepts and
-- chooses it. A column cannot be made to allow nothing in the same words on both engines, so the table is made anew.
CREATE TABLE shift_swap_made_anew (
  swap_id TEXT PRIMARY KEY NOT NULL,
  schedule_id TEXT NOT NULL REFERENCES schedule (schedule_id),
  offered_by TEXT NOT NULL REFERENCES account (account_id),
  offered_to TEXT REFERENCES account (account_id),
  gives_from TEXT NOT NULL,
  gives_to TEXT NOT NULL,
  takes_from TEXT,
  takes_to TEXT,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  offered_at TEXT NOT NULL,
  ended_at TEXT,
  accepted_by TEXT REFERENCES account (account_id)
);
INSERT INTO shift_swap_made_anew (
  swap_id, schedule_id, offered_by, offered_to, gives_from, gives_to, takes_from, takes_to, reason, state, offered_at, ended_at,
  accepted_by
)
SELECT
  swap_id, schedule_id, offered_by, offered_to, gives_from, gives_to, takes_from, takes_to, reason, state, offered_at, ended_at,
  CASE WHEN state = 'accepted' THEN offered_to END
FROM shift_swap;
DROP TABLE shift_swap;
ALTER TABLE shift_swap_made_anew RENAME TO shift_swap;
CREATE INDEX shift_swap_by_schedule ON shift_swap (schedule_id, state);
