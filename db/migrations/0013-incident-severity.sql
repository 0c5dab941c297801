-- The list of one severity, newest first, without walking through the others.
CREATE INDEX incident_by_severity ON incident (severity, opened_at);
