-- The same secret addresses also carry the days on which somebody promised something: what a calendar is of stands in `kind`,
-- `shifts` or `actions`. Those that were there before are of shifts.
ALTER TABLE calendar_feed ADD COLUMN kind TEXT NOT NULL DEFAULT 'shifts';

-- A postmortem that a manager closed although tasks of it are open, with the reason. It holds for the version that was published
-- then, until somebody opens it again.
CREATE TABLE postmortem_closing (
  closing_id TEXT PRIMARY KEY NOT NULL,
  postmortem_id TEXT NOT NULL REFERENCES postmortem (postmortem_id),
  rev INTEGER NOT NULL,
  reason TEXT NOT NULL,
  closed_at TEXT NOT NULL,
  closed_by TEXT NOT NULL,
  ended_at TEXT,
  ended_by TEXT
);
CREATE INDEX postmortem_closing_by_postmortem ON postmortem_closing (postmortem_id);
