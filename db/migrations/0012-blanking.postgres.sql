-- The one change that an entry may have: its body becomes what an open redaction of it left, and nothing else moves.
CREATE OR REPLACE FUNCTION entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.entry_id = OLD.entry_id
      AND NEW.incident_id = OLD.incident_id
      AND NEW.seq = OLD.seq
      AND NEW.kind = OLD.kind
      AND NEW.body_hash = OLD.body_hash
      AND NEW.occurred_at = OLD.occurred_at
      AND NEW.recorded_at = OLD.recorded_at
      AND NEW.precision = OLD.precision
      AND NEW.actor_type = OLD.actor_type
      AND NEW.actor_id = OLD.actor_id
      AND NEW.actor_name = OLD.actor_name
      AND NEW.source = OLD.source
      AND NEW.op_id = OLD.op_id
      AND NEW.previous_hash = OLD.previous_hash
      AND NEW.hash = OLD.hash
      AND EXISTS (
        SELECT 1 FROM redaction
        WHERE redaction.entry_id = OLD.entry_id AND redaction.left_body = NEW.body AND redaction.proof = 'open'
      )
    THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'entries are never changed or deleted';
END;
$$;
CREATE TRIGGER entry_is_never_emptied BEFORE TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION entry_stays();

CREATE FUNCTION prove_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE redaction SET proof = redaction_id WHERE entry_id = NEW.entry_id AND proof = 'open';
  RETURN NULL;
END;
$$;
CREATE TRIGGER redaction_is_proved AFTER UPDATE ON entry
  FOR EACH ROW EXECUTE FUNCTION prove_redaction();

CREATE OR REPLACE FUNCTION attachment_content_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.attachment_id = OLD.attachment_id
      AND NEW.incident_id = OLD.incident_id
      AND NEW.sha256 = OLD.sha256
      AND length(NEW.bytes) = 0
      AND EXISTS (
        SELECT 1 FROM redaction
        WHERE redaction.attachment_id = OLD.attachment_id AND redaction.proof = 'open'
      )
    THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'attachments are never changed or deleted';
END;
$$;
CREATE TRIGGER attachment_content_is_never_emptied BEFORE TRUNCATE ON attachment_content
  FOR EACH STATEMENT EXECUTE FUNCTION attachment_content_stays();

CREATE FUNCTION redaction_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.proof = 'open' THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a redaction begins open';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF NEW.redaction_id = OLD.redaction_id
      AND NEW.incident_id = OLD.incident_id
      AND NEW.entry_id = OLD.entry_id
      AND NEW.left_body = OLD.left_body
      AND NEW.made_at = OLD.made_at
      AND NEW.attachment_id IS NOT DISTINCT FROM OLD.attachment_id
      AND OLD.proof = 'open'
      AND NEW.proof = OLD.redaction_id
    THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'redactions are never changed or deleted';
END;
$$;
CREATE TRIGGER redaction_is_never_changed BEFORE INSERT OR UPDATE OR DELETE ON redaction
  FOR EACH ROW EXECUTE FUNCTION redaction_stays();
CREATE TRIGGER redaction_is_never_emptied BEFORE TRUNCATE ON redaction
  FOR EACH STATEMENT EXECUTE FUNCTION redaction_stays();
