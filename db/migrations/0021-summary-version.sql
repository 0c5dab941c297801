-- By which version of Muster's summaries the row of an incident, and the rows beside it, were last written as a whole.
-- After the migrations every row of an older one is written again from the entries, which is where the fold is known.
ALTER TABLE incident ADD COLUMN summary_version INTEGER NOT NULL DEFAULT 0;
