-- The index key is changed by a job like the data key's: one row a rotation, one open of each purpose, and servers say which index keys they write with.
ALTER TABLE key_rotation ADD COLUMN purpose text NOT NULL DEFAULT 'SEAL' CONSTRAINT key_rotation_purpose_known CHECK (purpose IN ('SEAL', 'INDEX'));
ALTER TABLE key_rotation DROP CONSTRAINT key_rotation_state_known;
ALTER TABLE key_rotation ADD CONSTRAINT key_rotation_state_known CHECK (state IN (
    'PUBLISHED', 'SWITCHED', 'RESEALING', 'CHECKING', 'BLOCKED', 'DONE', 'WRITING', 'FILLING', 'CLEARING', 'PROVING'));
DROP INDEX key_rotation_one_open;
CREATE UNIQUE INDEX key_rotation_one_open ON key_rotation (purpose) WHERE state <> 'DONE';
CREATE INDEX key_rotation_newest ON key_rotation (purpose, id DESC);

-- Null where a server of before speaks, which knows one index key only: no rotation begins beside it.
ALTER TABLE key_holder ADD COLUMN index_ids smallint[];
