-- One look among many: how many households the same request or job looked at, so that a family reads that it was not singled out, and
-- an auditor reads a comparison of thousands as one. Its request_id is the same for all of them.
-- Safe while the previous release runs: what it writes has none.
ALTER TABLE access_record ADD COLUMN together integer CONSTRAINT access_record_together CHECK (together > 1);
