-- What becomes of a postmortem after it was drafted: who was asked to review it, what they answered and remarked, the
-- text for the public beside it, and the changes that runs propose to runbooks. An action item remembers of when its
-- owner was last reminded.
CREATE TABLE postmortem_review (
  postmortem_id TEXT PRIMARY KEY NOT NULL REFERENCES postmortem (postmortem_id),
  asked_by TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  reviewed_rev INTEGER,
  sent_back_at TEXT,
  sent_back_by TEXT,
  sent_back_why TEXT,
  reminded_day TEXT,
  rev INTEGER NOT NULL
);

CREATE TABLE postmortem_reviewer (
  postmortem_id TEXT NOT NULL REFERENCES postmortem_review (postmortem_id),
  account_id TEXT NOT NULL,
  person_name TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  verdict TEXT CHECK (verdict IN ('approved', 'changes')),
  version INTEGER,
  answers TEXT NOT NULL,
  words TEXT,
  answered_at TEXT,
  PRIMARY KEY (postmortem_id, account_id)
);
CREATE INDEX postmortem_reviewer_by_account ON postmortem_reviewer (account_id);

CREATE TABLE postmortem_comment (
  comment_id TEXT PRIMARY KEY NOT NULL,
  postmortem_id TEXT NOT NULL REFERENCES postmortem (postmortem_id),
  section TEXT NOT NULL,
  version INTEGER NOT NULL,
  text TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  resolved_at TEXT,
  resolved_by TEXT,
  resolution TEXT
);
CREATE INDEX postmortem_comment_by_postmortem ON postmortem_comment (postmortem_id);

CREATE TABLE public_version (
  postmortem_id TEXT NOT NULL REFERENCES postmortem (postmortem_id),
  rev INTEGER NOT NULL,
  text TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  made_from INTEGER NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (postmortem_id, rev)
);

CREATE TABLE public_approval (
  postmortem_id TEXT PRIMARY KEY NOT NULL REFERENCES postmortem (postmortem_id),
  approved_rev INTEGER NOT NULL,
  approved_by TEXT NOT NULL,
  approved_at TEXT NOT NULL,
  withdrawn_at TEXT,
  withdrawn_by TEXT,
  withdrawn_why TEXT
);

CREATE TABLE runbook_proposal (
  proposal_id TEXT PRIMARY KEY NOT NULL,
  runbook_id TEXT NOT NULL,
  base_hash TEXT NOT NULL,
  step_id TEXT NOT NULL,
  step_title TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('skipped', 'overran', 'mismatch', 'edit')),
  incident_id TEXT REFERENCES incident (incident_id),
  run_number INTEGER,
  because TEXT NOT NULL,
  before_text TEXT NOT NULL,
  after_text TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined')),
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  settled_by TEXT,
  settled_at TEXT,
  reason TEXT,
  new_hash TEXT,
  UNIQUE (incident_id, run_number, step_id, kind)
);
CREATE INDEX runbook_proposal_by_runbook ON runbook_proposal (runbook_id, state);

-- The file that lies in the folder, and from which of its versions the text in the database parted.
ALTER TABLE runbook ADD COLUMN file_hash TEXT;
ALTER TABLE runbook ADD COLUMN parted_hash TEXT;

ALTER TABLE action_item ADD COLUMN reminded_day TEXT;
