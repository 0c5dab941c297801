-- The same secret addresses also carry the days on which somebody promised something: what a calendar is of stands in `kind`,
-- `shifts` or `actions`. Those that were there before are of shifts.
ALTER TABLE calendar_feed ADD COLUMN kind TEXT NOT NULL DEFAULT 'shifts';
