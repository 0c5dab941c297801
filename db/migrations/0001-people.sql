-- People: accounts, teams, the links that bring somebody in, sessions, the memory of wrong passwords, tokens.
CREATE TABLE account (
  account_id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'trainee', 'responder', 'manager', 'admin')),
  password TEXT,
  home_zone TEXT,
  created_at TEXT NOT NULL,
  disabled_at TEXT,
  rev INTEGER NOT NULL
);
CREATE UNIQUE INDEX account_by_email ON account (lower(email));

CREATE TABLE team (
  team_id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  rev INTEGER NOT NULL
);

CREATE TABLE team_member (
  team_id TEXT NOT NULL REFERENCES team (team_id),
  account_id TEXT NOT NULL REFERENCES account (account_id),
  joined_at TEXT NOT NULL,
  PRIMARY KEY (team_id, account_id)
);
CREATE INDEX team_member_by_account ON team_member (account_id);

-- One-use links: the first administrator's, an invitation, a forgotten password. Only the hash of a link is kept.
CREATE TABLE invitation (
  invitation_id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  purpose TEXT NOT NULL CHECK (purpose IN ('setup', 'invite', 'password')),
  email TEXT,
  name TEXT,
  role TEXT,
  account_id TEXT REFERENCES account (account_id),
  created_by TEXT REFERENCES account (account_id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
);

CREATE TABLE session (
  session_hash TEXT PRIMARY KEY,
  account_id TEXT REFERENCES account (account_id),
  data TEXT NOT NULL,
  device TEXT,
  created_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);

-- Wrong passwords by what they are counted for: an account, an address, an account on a known device.
CREATE TABLE sign_in_failure (
  subject TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  first_at TEXT NOT NULL,
  last_at TEXT NOT NULL
);

CREATE TABLE token (
  token_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (account_id),
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT,
  used_at TEXT,
  revoked_at TEXT
);
CREATE INDEX token_by_account ON token (account_id);
