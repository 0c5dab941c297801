-- The one change that an entry may have: its body becomes what an open redaction of it left, and nothing else moves.
DROP TRIGGER entry_is_never_changed;
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
WHEN NOT (
  NEW.entry_id = OLD.entry_id
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
)
BEGIN
  SELECT RAISE(ABORT, 'entries are never changed');
END;
CREATE TRIGGER redaction_is_proved AFTER UPDATE ON entry
BEGIN
  UPDATE redaction SET proof = redaction_id WHERE entry_id = NEW.entry_id AND proof = 'open';
END;

DROP TRIGGER attachment_content_is_never_changed;
CREATE TRIGGER attachment_content_is_never_changed BEFORE UPDATE ON attachment_content
WHEN NOT (
  NEW.attachment_id = OLD.attachment_id
  AND NEW.incident_id = OLD.incident_id
  AND NEW.sha256 = OLD.sha256
  AND length(NEW.bytes) = 0
  AND EXISTS (
    SELECT 1 FROM redaction
    WHERE redaction.attachment_id = OLD.attachment_id AND redaction.proof = 'open'
  )
)
BEGIN
  SELECT RAISE(ABORT, 'attachments are never changed');
END;

CREATE TRIGGER redaction_begins_open BEFORE INSERT ON redaction
WHEN NEW.proof <> 'open'
BEGIN
  SELECT RAISE(ABORT, 'a redaction begins open');
END;
CREATE TRIGGER redaction_is_never_changed BEFORE UPDATE ON redaction
WHEN NOT (
  NEW.redaction_id = OLD.redaction_id
  AND NEW.incident_id = OLD.incident_id
  AND NEW.entry_id = OLD.entry_id
  AND NEW.left_body = OLD.left_body
  AND NEW.made_at = OLD.made_at
  AND NEW.attachment_id IS OLD.attachment_id
  AND OLD.proof = 'open'
  AND NEW.proof = OLD.redaction_id
)
BEGIN
  SELECT RAISE(ABORT, 'redactions are never changed');
END;
CREATE TRIGGER redaction_is_never_deleted BEFORE DELETE ON redaction
BEGIN
  SELECT RAISE(ABORT, 'redactions are never deleted');
END;
