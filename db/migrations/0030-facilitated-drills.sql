-- Facilitated drills: who agreed to practise and when, and what a facilitator keeps to themselves.
CREATE TABLE drill_plan (
  number INTEGER PRIMARY KEY NOT NULL,
  content_hash TEXT NOT NULL REFERENCES scenario_version (content_hash),
  facilitator_id TEXT NOT NULL REFERENCES account (account_id),
  agreed_at TEXT NOT NULL,
  planned_at TEXT NOT NULL,
  began_at TEXT,
  called_off_at TEXT,
  -- The real incident for which it was broken off.
  real_number INTEGER
);
CREATE INDEX drill_plan_by_facilitator ON drill_plan (facilitator_id, agreed_at);

-- A role of the scenario, or `observer`. `page` is where they are now, by the words of its title.
CREATE TABLE drill_person (
  number INTEGER NOT NULL REFERENCES drill_plan (number),
  account_id TEXT NOT NULL REFERENCES account (account_id),
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  page TEXT,
  page_at TEXT,
  PRIMARY KEY (number, account_id)
);
CREATE INDEX drill_person_by_account ON drill_person (account_id, number);

-- Injects that were moved to another time of the story, in its seconds.
CREATE TABLE drill_delay (
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  inject TEXT NOT NULL,
  at_seconds INTEGER NOT NULL,
  PRIMARY KEY (incident_id, inject)
);

-- What waits for the facilitator: a question that no probe answers, or a step that waits for a go.
CREATE TABLE drill_question (
  question_id TEXT PRIMARY KEY NOT NULL,
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  kind TEXT NOT NULL CHECK (kind IN ('question', 'go')),
  asked TEXT NOT NULL,
  asked_by TEXT NOT NULL REFERENCES account (account_id),
  asked_at TEXT NOT NULL,
  settled_at TEXT
);
CREATE INDEX drill_question_by_drill ON drill_question (incident_id, asked_at);

-- A facilitator's judgement of an objective. The note is for nobody else.
CREATE TABLE drill_mark (
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  objective TEXT NOT NULL,
  mark INTEGER CHECK (mark BETWEEN 0 AND 3),
  note TEXT NOT NULL,
  marked_at TEXT NOT NULL,
  PRIMARY KEY (incident_id, objective)
);
