-- What makes a severity here and what it asks for, where that is not what Muster comes with.
CREATE TABLE severity_rule (
  severity TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  rev INTEGER NOT NULL,
  changed_at TEXT NOT NULL
);
