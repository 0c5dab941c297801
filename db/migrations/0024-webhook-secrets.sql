-- What a webhook is signed with follows from the secret of the installation, so it lies in no row.
ALTER TABLE contact_method DROP COLUMN secret;
