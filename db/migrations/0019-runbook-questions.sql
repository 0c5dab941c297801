-- Which entries ask something of which runbook, as the entries leave it: written again whenever that changes, in the
-- transaction of the entry. The words stand in the entry alone. An answer is no part of the story of the incident.
CREATE TABLE runbook_question (
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  seq INTEGER NOT NULL,
  runbook_id TEXT NOT NULL,
  PRIMARY KEY (incident_id, seq)
);
CREATE INDEX runbook_question_by_runbook ON runbook_question (runbook_id);

CREATE TABLE runbook_answer (
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  seq INTEGER NOT NULL,
  answer TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (account_id),
  name TEXT NOT NULL,
  answered_at TEXT NOT NULL,
  PRIMARY KEY (incident_id, seq)
);
