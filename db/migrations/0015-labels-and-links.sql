-- Labels and links of incidents, as their entries leave them: written again whenever they change, in the transaction
-- of the entry. Lists are filtered by labels, and the other side of a link is found by its target.
CREATE TABLE incident_label (
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  label TEXT NOT NULL,
  PRIMARY KEY (incident_id, label)
);
CREATE INDEX incident_label_by_label ON incident_label (label);

CREATE TABLE incident_link (
  incident_id TEXT NOT NULL REFERENCES incident (incident_id),
  relation TEXT NOT NULL,
  target TEXT NOT NULL,
  PRIMARY KEY (incident_id, relation, target)
);
CREATE INDEX incident_link_by_target ON incident_link (target);
