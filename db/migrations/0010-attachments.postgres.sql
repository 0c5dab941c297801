-- The bytes of files and pictures in incidents. Like the entries that name them, they are added and never changed.
CREATE TABLE attachment_content (
  attachment_id TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  sha256 TEXT NOT NULL,
  bytes BYTEA NOT NULL CHECK (length(bytes) <= 10485760)
);
CREATE INDEX attachment_content_by_incident ON attachment_content (incident_id);
CREATE FUNCTION attachment_content_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'attachments are never changed or deleted';
END;
$$;
CREATE TRIGGER attachment_content_is_never_changed BEFORE UPDATE OR DELETE ON attachment_content
  FOR EACH ROW EXECUTE FUNCTION attachment_content_stays();
