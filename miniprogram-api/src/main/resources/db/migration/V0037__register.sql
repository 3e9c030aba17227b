-- The facts of the national form, in versions that say what each of them states, of what kind it is and why; and members with who
-- entered and ended them, so that any past day can be shown as it was and as it was known.
ALTER TABLE household_version
    ADD COLUMN recipient         text,
    ADD COLUMN single_parent     boolean,
    ADD COLUMN zero_employment   boolean,
    ADD COLUMN self_help         boolean,
    ADD COLUMN other_income_fen  bigint CHECK (other_income_fen >= 0),
    ADD COLUMN hukou_region      text CHECK (hukou_region ~ '^[0-9]{6}$'),
    ADD COLUMN floor_area_tenths integer CHECK (floor_area_tenths >= 0),
    ADD COLUMN remark_enc        bytea,
    -- A change is true from its day; a correction mends what was never true.
    ADD COLUMN kind              text NOT NULL DEFAULT 'CHANGE' CONSTRAINT household_version_kind_known CHECK (kind IN ('CHANGE', 'CORRECTION')),
    -- Which fields this version itself states; null for one that states them all, empty for one that carries an earlier one's on.
    ADD COLUMN states            text[],
    ADD COLUMN reason_enc        bytea;

ALTER TABLE person_version
    ADD COLUMN ethnicity         text,
    ADD COLUMN political         text,
    ADD COLUMN other_contact_enc bytea,
    ADD COLUMN postcode          text,
    ADD COLUMN disability        text,
    ADD COLUMN model_worker      text,
    ADD COLUMN marital           text,
    ADD COLUMN hukou             text,
    ADD COLUMN work_since        date,
    ADD COLUMN industry          text,
    ADD COLUMN unit              text,
    ADD COLUMN unit_nature       text,
    ADD COLUMN unit_state        text,
    ADD COLUMN contract_on       date,
    ADD COLUMN contract_term     text,
    ADD COLUMN entered_year      integer,
    ADD COLUMN school_years      integer,
    ADD COLUMN bank              text,
    ADD COLUMN bank_branch       text,
    ADD COLUMN kind              text NOT NULL DEFAULT 'CHANGE' CONSTRAINT person_version_kind_known CHECK (kind IN ('CHANGE', 'CORRECTION')),
    ADD COLUMN states            text[],
    ADD COLUMN reason_enc        bytea;

ALTER TABLE membership DROP CONSTRAINT membership_relation_check;
ALTER TABLE membership
    ADD CONSTRAINT membership_relation_known CHECK (relation IN ('WORKER', 'SPOUSE', 'CHILD', 'PARENT', 'PARENT_IN_LAW', 'CHILD_IN_LAW',
                                                                  'GRANDPARENT', 'GRANDCHILD', 'SIBLING', 'OTHER')),
    ADD COLUMN recorded_at timestamptz,
    ADD COLUMN recorded_by bigint REFERENCES staff,
    ADD COLUMN ended_at    timestamptz,
    ADD COLUMN ended_by    bigint REFERENCES staff,
    ADD COLUMN end_reason  text CONSTRAINT membership_end_reason_known CHECK (end_reason IN ('DEATH', 'DIVORCE', 'LEFT', 'FOUNDED', 'MERGED', 'MISTAKE'));
-- What is known of before: it was known when it became true.
UPDATE membership SET recorded_at = from_on::timestamp AT TIME ZONE 'Asia/Shanghai',
                      ended_at = CASE WHEN to_on IS NOT NULL THEN to_on::timestamp AT TIME ZONE 'Asia/Shanghai' END;
ALTER TABLE membership ALTER COLUMN recorded_at SET NOT NULL, ALTER COLUMN recorded_at SET DEFAULT now();
