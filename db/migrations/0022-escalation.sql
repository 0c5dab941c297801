-- Who is on call, who is asked in which order, and what was sent to whom. A run keeps the policies as they were when it
-- began. A message is written in the transaction that decides it and leaves after the commit.
CREATE TABLE contact_method (
  method_id TEXT PRIMARY KEY NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (account_id),
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  secret TEXT,
  position INTEGER NOT NULL,
  delay_seconds INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  tested_at TEXT,
  test_result TEXT,
  proved_at TEXT,
  ended_at TEXT,
  ended_why TEXT
);
CREATE INDEX contact_method_by_account ON contact_method (account_id);

CREATE TABLE quiet_hours (
  account_id TEXT PRIMARY KEY NOT NULL REFERENCES account (account_id),
  begins TEXT NOT NULL,
  ends TEXT NOT NULL
);

CREATE TABLE schedule (
  schedule_id TEXT PRIMARY KEY NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  created_at TEXT NOT NULL,
  rev INTEGER NOT NULL
);

CREATE TABLE schedule_version (
  schedule_id TEXT NOT NULL REFERENCES schedule (schedule_id),
  number INTEGER NOT NULL,
  in_force_at TEXT NOT NULL,
  layers TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  PRIMARY KEY (schedule_id, number)
);

CREATE TABLE schedule_override (
  override_id TEXT PRIMARY KEY NOT NULL,
  schedule_id TEXT NOT NULL REFERENCES schedule (schedule_id),
  account_id TEXT NOT NULL REFERENCES account (account_id),
  instead_of TEXT,
  begins_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  withdrawn_at TEXT
);
CREATE INDEX schedule_override_by_schedule ON schedule_override (schedule_id, ends_at);

CREATE TABLE policy (
  policy_id TEXT PRIMARY KEY NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  body TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL
);

ALTER TABLE service ADD COLUMN policy_id TEXT REFERENCES policy (policy_id);

CREATE TABLE policy_turn (
  turn_key TEXT PRIMARY KEY NOT NULL,
  account_id TEXT NOT NULL
);

CREATE TABLE escalation_run (
  run_id TEXT PRIMARY KEY NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  subject_title TEXT NOT NULL,
  subject_path TEXT NOT NULL,
  chain TEXT NOT NULL,
  policy_id TEXT NOT NULL,
  policy_name TEXT NOT NULL,
  severity TEXT,
  reason TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  requested_by_name TEXT NOT NULL,
  requested_at TEXT NOT NULL,
  state TEXT NOT NULL,
  progress TEXT NOT NULL,
  round INTEGER NOT NULL,
  due_at TEXT,
  owner_id TEXT,
  owner_name TEXT,
  accepted_at TEXT,
  taken_by TEXT NOT NULL,
  ended_at TEXT,
  ended_why TEXT,
  rev INTEGER NOT NULL
);
CREATE INDEX escalation_run_by_due ON escalation_run (due_at);
CREATE INDEX escalation_run_by_subject ON escalation_run (subject_kind, subject_key);

CREATE TABLE escalation_level (
  run_id TEXT NOT NULL REFERENCES escalation_run (run_id),
  place INTEGER NOT NULL,
  policy_name TEXT NOT NULL,
  level INTEGER NOT NULL,
  loop_number INTEGER NOT NULL,
  round INTEGER NOT NULL,
  is_fallback INTEGER NOT NULL CHECK (is_fallback IN (0, 1)),
  people TEXT NOT NULL,
  left_out TEXT NOT NULL,
  outcome TEXT NOT NULL,
  why TEXT,
  began_at TEXT NOT NULL,
  answer_by TEXT,
  ended_at TEXT,
  PRIMARY KEY (run_id, place)
);

CREATE TABLE message (
  message_id TEXT PRIMARY KEY NOT NULL,
  message_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  run_id TEXT,
  place INTEGER,
  account_id TEXT NOT NULL,
  person_name TEXT NOT NULL,
  method_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  content TEXT NOT NULL,
  urgency INTEGER NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL,
  due_at TEXT NOT NULL,
  leased_until TEXT,
  created_at TEXT NOT NULL,
  tried_at TEXT,
  settled_at TEXT,
  error TEXT,
  answered_at TEXT
);
CREATE INDEX message_by_due ON message (state, due_at);
CREATE INDEX message_by_run ON message (run_id, place);

CREATE TABLE engine (
  name TEXT PRIMARY KEY NOT NULL,
  ticked_at TEXT NOT NULL
);
