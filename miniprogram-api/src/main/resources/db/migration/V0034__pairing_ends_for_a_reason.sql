-- A household that is left without a person responsible is so because somebody decided it, for a reason that can be read.
ALTER TABLE pairing ADD COLUMN end_reason text CONSTRAINT pairing_end_reason_of_an_end CHECK (end_reason IS NULL OR to_on IS NOT NULL);
ALTER TABLE pairing ADD COLUMN ended_by bigint REFERENCES staff;
