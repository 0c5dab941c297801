-- While a service is worked on its alerts are recorded and ask nobody. A window always ends.
CREATE TABLE maintenance (
  maintenance_id TEXT PRIMARY KEY NOT NULL,
  service_id TEXT NOT NULL REFERENCES service (service_id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  reason TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  owner_name TEXT NOT NULL,
  made_at TEXT NOT NULL
);
CREATE INDEX maintenance_by_service ON maintenance (service_id, ends_at);
