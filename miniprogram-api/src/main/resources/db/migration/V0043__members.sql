-- People join and leave a household by deeds with a source and words, die, and are of one household at a time: the database itself refuses the second.
-- Where somebody is in two households today, this fails and says who: which of the two it is, a person decides.
ALTER TABLE membership
    DROP CONSTRAINT membership_days_in_order,
    DROP CONSTRAINT membership_end_reason_known,
    ADD COLUMN source        text CONSTRAINT membership_source_known CHECK (source IN ('SELF', 'VISIT', 'PARTNER', 'IMPORT', 'SAMPLE')),
    ADD COLUMN words_enc     bytea,
    ADD COLUMN end_words_enc bytea;
ALTER TABLE membership
    -- A place that changes on the day it began was none: its last day lies before its first.
    ADD CONSTRAINT membership_days_in_order CHECK (to_on >= from_on - 1),
    -- RELATION: the same person goes on, standing otherwise to the worker.
    ADD CONSTRAINT membership_end_reason_known CHECK (end_reason IN ('DEATH', 'DIVORCE', 'LEFT', 'FOUNDED', 'MERGED', 'MISTAKE', 'RELATION'));
CREATE UNIQUE INDEX membership_one_household ON membership (person_id) WHERE to_on IS NULL;
DROP INDEX membership_once;

ALTER TABLE person ADD COLUMN died_on date;

-- What rests on a person ends with their place.
CREATE INDEX binding_person ON binding (person_id) WHERE to_at IS NULL;
