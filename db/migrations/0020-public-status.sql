-- What the public is told: the name under which a service stands on the status page, and when an incident was last
-- told about.
ALTER TABLE service ADD COLUMN public_name TEXT;
ALTER TABLE incident ADD COLUMN public_at TEXT;
CREATE INDEX incident_by_public ON incident (public_at);
