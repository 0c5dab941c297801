-- Where an incident came from that was brought in as a copy: its key there, that installation's name, and when.
ALTER TABLE incident ADD COLUMN origin_key TEXT;
ALTER TABLE incident ADD COLUMN origin_name TEXT;
ALTER TABLE incident ADD COLUMN imported_at TEXT;
