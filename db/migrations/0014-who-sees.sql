-- Who may see an incident that not everybody may see: the people whom it lets in, and the services whose teams own it.
-- Both follow from its entries and are written in the same transaction.
CREATE TABLE incident_insider (
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  account_id TEXT NOT NULL,
  PRIMARY KEY (incident_id, account_id)
);
CREATE TABLE incident_service (
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  service_slug TEXT NOT NULL,
  PRIMARY KEY (incident_id, service_slug)
);
-- What holds for an incident of the team's services unless somebody says otherwise.
ALTER TABLE team ADD COLUMN visibility TEXT NOT NULL DEFAULT 'all' CHECK (visibility IN ('all', 'team', 'private'));
