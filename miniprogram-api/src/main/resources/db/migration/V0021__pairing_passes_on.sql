-- Who is responsible for a household passes from one person to another: why a pairing began, and who made it so.
ALTER TABLE pairing ADD COLUMN reason text;
ALTER TABLE pairing ADD COLUMN begun_by bigint REFERENCES staff;
CREATE INDEX pairing_household ON pairing (household_id, id DESC);
