-- Pages that came too fast for one person go along with another one, in one message.
ALTER TABLE message ADD COLUMN bundled_with TEXT;
CREATE INDEX message_by_bundle ON message (bundled_with);
