-- A policy is written, submitted, and approved by somebody who did not write it; once approved, a version is never edited, only followed
-- by another. Each says for whom it is (a condition), what it gives (a benefit that can be computed), and how to get it.

ALTER TABLE policy
    ADD COLUMN status text NOT NULL DEFAULT 'DRAFT' CONSTRAINT policy_status_known
        CHECK (status IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'WITHDRAWN')),
    -- TAKEN_OVER: in force since before versions were approved by two.
    ADD COLUMN origin text NOT NULL DEFAULT 'WRITTEN' CONSTRAINT policy_origin_known CHECK (origin IN ('WRITTEN', 'TAKEN_OVER')),
    -- Whose administrators look after it; null for what was taken over.
    ADD COLUMN organisation_id bigint REFERENCES organisation,
    -- Which line of government gives it; the column department says the office by name.
    ADD COLUMN sector text NOT NULL DEFAULT 'UNION' CONSTRAINT policy_sector_known
        CHECK (sector IN ('UNION', 'CIVIL_AFFAIRS', 'EDUCATION', 'MEDICAL_INSURANCE', 'LABOUR', 'HOUSING', 'JUSTICE', 'DISABLED')),
    ADD COLUMN level text NOT NULL GENERATED ALWAYS AS (
        CASE WHEN region_code = '000000' THEN 'COUNTRY' WHEN region_code LIKE '%0000' THEN 'PROVINCE'
             WHEN region_code LIKE '%00' THEN 'CITY' ELSE 'COUNTY' END) STORED,
    -- Another policy, of a region around this one's. NARROWS: takes its place here, for those of its people who meet more.
    -- ADDS: gives those of its people who meet more something besides.
    ADD COLUMN parent_code text,
    ADD COLUMN parent_kind text CONSTRAINT policy_parent_kind_known CHECK (parent_kind IN ('NARROWS', 'ADDS')),
    -- CEL as written; see docs/policies.md. Null for what was taken over: then nobody is answered by it.
    ADD COLUMN condition text CHECK (length(condition) <= 2000),
    -- What it gives. FIXED: benefit_fen. STANDARDS: so many months of the minimum standard by tier. SHARE: per cent of a fact.
    -- FORMULA: a number in the language of conditions, in fen. UNSTATED: in words only.
    ADD COLUMN benefit_form text NOT NULL DEFAULT 'UNSTATED' CONSTRAINT policy_benefit_form_known
        CHECK (benefit_form IN ('UNSTATED', 'FIXED', 'STANDARDS', 'SHARE', 'FORMULA')),
    ADD COLUMN benefit_unit  text NOT NULL DEFAULT 'HOUSEHOLD' CONSTRAINT policy_benefit_unit_known CHECK (benefit_unit IN ('HOUSEHOLD', 'PERSON')),
    ADD COLUMN benefit_every text NOT NULL DEFAULT 'ONCE' CONSTRAINT policy_benefit_every_known CHECK (benefit_every IN ('MONTH', 'YEAR', 'ONCE')),
    -- Which members it is given for, as a condition over m; null for each of them.
    ADD COLUMN benefit_each text CHECK (length(benefit_each) <= 2000),
    ADD COLUMN benefit_fen  bigint CHECK (benefit_fen BETWEEN 1 AND 100000000),
    ADD COLUMN benefit_deep     smallint CHECK (benefit_deep BETWEEN 0 AND 60),
    ADD COLUMN benefit_relative smallint CHECK (benefit_relative BETWEEN 0 AND 60),
    ADD COLUMN benefit_accident smallint CHECK (benefit_accident BETWEEN 0 AND 60),
    ADD COLUMN benefit_percent  smallint CHECK (benefit_percent BETWEEN 1 AND 100),
    -- SHARE: the name of a fact in fen. FORMULA: an expression.
    ADD COLUMN benefit_of text CHECK (length(benefit_of) <= 2000),
    -- At most so much each time, for the unit.
    ADD COLUMN benefit_cap_fen bigint CHECK (benefit_cap_fen BETWEEN 1 AND 100000000),
    -- Policies that a household cannot have beside this one; the one that comes first in the catalogue is given.
    ADD COLUMN excludes text[] NOT NULL DEFAULT '{}' CHECK (cardinality(excludes) <= 20),
    -- Policies of one ceiling give a household together at most so much a year.
    ADD COLUMN ceiling_code text CHECK (ceiling_code ~ '^[A-Z0-9_]{1,40}$'),
    ADD COLUMN ceiling_fen  bigint CHECK (ceiling_fen BETWEEN 1 AND 100000000),
    ADD COLUMN material text[] NOT NULL DEFAULT '{}' CHECK (cardinality(material) <= 20),
    ADD COLUMN steps    text[] NOT NULL DEFAULT '{}' CHECK (cardinality(steps) <= 20),
    ADD COLUMN next_action text,
    ADD COLUMN answer_working_days smallint CHECK (answer_working_days BETWEEN 1 AND 60),
    ADD COLUMN pay_working_days    smallint CHECK (pay_working_days BETWEEN 1 AND 60),
    ADD COLUMN source_number text,
    ADD COLUMN source_on     date,
    -- Invented, for an office to replace by its own.
    ADD COLUMN is_sample boolean NOT NULL DEFAULT false,
    -- How often it was edited.
    ADD COLUMN edition integer NOT NULL DEFAULT 1,
    -- The last thing done with it; each stands in policy_step.
    ADD COLUMN acted_by   bigint REFERENCES staff,
    ADD COLUMN acted_at   timestamptz,
    ADD COLUMN act_reason text,
    ADD COLUMN approved_by  bigint REFERENCES staff,
    ADD COLUMN approved_at  timestamptz,
    -- From this day on it holds no more.
    ADD COLUMN withdrawn_on date,
    ADD COLUMN withdrawn_at timestamptz;

UPDATE policy
   SET status = 'APPROVED', origin = 'TAKEN_OVER', approved_at = valid_from::timestamp AT TIME ZONE 'Asia/Shanghai',
       sector = CASE WHEN department ~ '总工会|互助' THEN 'UNION'
                     WHEN department LIKE '%民政%' THEN 'CIVIL_AFFAIRS'
                     WHEN department LIKE '%教育%' THEN 'EDUCATION'
                     WHEN department LIKE '%医疗保障%' THEN 'MEDICAL_INSURANCE'
                     WHEN department LIKE '%人力资源%' THEN 'LABOUR'
                     WHEN department ~ '住房|供电|供水' THEN 'HOUSING'
                     WHEN department LIKE '%司法%' THEN 'JUSTICE'
                     WHEN department LIKE '%残%' THEN 'DISABLED'
                     ELSE 'UNION' END;

ALTER TABLE policy
    ADD CONSTRAINT policy_parent_whole CHECK ((parent_code IS NULL) = (parent_kind IS NULL)),
    ADD CONSTRAINT policy_not_its_own_parent CHECK (parent_code <> code),
    ADD CONSTRAINT policy_ceiling_whole CHECK ((ceiling_code IS NULL) = (ceiling_fen IS NULL)),
    ADD CONSTRAINT policy_benefit_whole CHECK (CASE benefit_form
        WHEN 'UNSTATED' THEN num_nonnulls(benefit_fen, benefit_deep, benefit_relative, benefit_accident, benefit_percent, benefit_of, benefit_cap_fen) = 0
        WHEN 'FIXED' THEN benefit_fen IS NOT NULL AND num_nonnulls(benefit_deep, benefit_relative, benefit_accident, benefit_percent, benefit_of) = 0
        WHEN 'STANDARDS' THEN num_nonnulls(benefit_deep, benefit_relative, benefit_accident) = 3 AND num_nonnulls(benefit_fen, benefit_percent, benefit_of) = 0
        WHEN 'SHARE' THEN num_nonnulls(benefit_percent, benefit_of) = 2 AND num_nonnulls(benefit_fen, benefit_deep, benefit_relative, benefit_accident) = 0
        ELSE benefit_of IS NOT NULL AND num_nonnulls(benefit_fen, benefit_deep, benefit_relative, benefit_accident, benefit_percent) = 0 END),
    ADD CONSTRAINT policy_each_of_persons CHECK (benefit_each IS NULL OR benefit_unit = 'PERSON'),
    -- Whoever writes one says for whom it is, and stands for it.
    ADD CONSTRAINT policy_written_whole CHECK (origin = 'TAKEN_OVER' OR num_nonnulls(condition, organisation_id, acted_by, acted_at) = 4),
    ADD CONSTRAINT policy_approved_whole CHECK ((approved_at IS NOT NULL) = (status IN ('APPROVED', 'WITHDRAWN'))
        AND (origin = 'TAKEN_OVER' OR (approved_by IS NOT NULL) = (approved_at IS NOT NULL))),
    ADD CONSTRAINT policy_withdrawn_whole CHECK ((status = 'WITHDRAWN') = (withdrawn_on IS NOT NULL)
        AND (withdrawn_on IS NULL) = (withdrawn_at IS NULL)),
    ADD CONSTRAINT policy_returned_for_a_reason CHECK (status <> 'RETURNED' OR coalesce(act_reason, '') <> '');

-- One version at a time is on its way.
CREATE UNIQUE INDEX policy_one_on_its_way ON policy (code) WHERE status IN ('DRAFT', 'SUBMITTED', 'RETURNED');
CREATE INDEX policy_organisation ON policy (organisation_id, code, version DESC);
CREATE INDEX policy_parent ON policy (parent_code) WHERE parent_code IS NOT NULL;

-- What was done with each version, by whom.
CREATE TABLE policy_step (
    policy_id   bigint  NOT NULL REFERENCES policy,
    step        integer NOT NULL CHECK (step >= 1),
    kind        text    NOT NULL CHECK (kind IN ('WRITTEN', 'EDITED', 'SUBMITTED', 'RETURNED', 'APPROVED', 'WITHDRAWN')),
    at          timestamptz NOT NULL,
    by_staff_id bigint  NOT NULL REFERENCES staff,
    reason      text,
    PRIMARY KEY (policy_id, step)
);
CREATE TRIGGER policy_step_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_step
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION guard_policy() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- What changes with the state alone, and what is not yet computed before the row is written.
    state_columns CONSTANT text[] := ARRAY['status', 'edition', 'acted_by', 'acted_at', 'act_reason', 'approved_by', 'approved_at',
                                           'withdrawn_on', 'withdrawn_at', 'level'];
    edited boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'versions of policies are never deleted' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'policy_never_deleted';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'DRAFT' OR NEW.origin <> 'WRITTEN' THEN
            RAISE EXCEPTION 'a policy begins as a draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_begins_as_a_draft';
        END IF;
        RETURN NEW;
    END IF;
    edited := (to_jsonb(NEW) - state_columns) IS DISTINCT FROM (to_jsonb(OLD) - state_columns);
    IF edited AND (OLD.status NOT IN ('DRAFT', 'RETURNED') OR NEW.status <> 'DRAFT'
                   OR (NEW.id, NEW.code, NEW.version, NEW.origin) IS DISTINCT FROM (OLD.id, OLD.code, OLD.version, OLD.origin)) THEN
        RAISE EXCEPTION 'policy % version % is not edited any more', OLD.code, OLD.version
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_edited_as_a_draft';
    END IF;
    IF NOT edited AND (OLD.status, NEW.status) NOT IN (('DRAFT', 'SUBMITTED'), ('DRAFT', 'DRAFT'), ('RETURNED', 'DRAFT'), ('RETURNED', 'SUBMITTED'),
            ('SUBMITTED', 'DRAFT'), ('SUBMITTED', 'RETURNED'), ('SUBMITTED', 'APPROVED'), ('APPROVED', 'WITHDRAWN')) THEN
        RAISE EXCEPTION 'policy % version % cannot go from % to %', OLD.code, OLD.version, OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_steps_in_order';
    END IF;
    IF NEW.status = 'APPROVED' AND (NEW.approved_by IS DISTINCT FROM NEW.acted_by OR EXISTS (
            SELECT FROM policy_step AS s
             WHERE s.policy_id = NEW.id AND s.by_staff_id = NEW.approved_by AND s.kind IN ('WRITTEN', 'EDITED', 'SUBMITTED'))) THEN
        RAISE EXCEPTION 'policy % version % is approved by somebody else than its writers', OLD.code, OLD.version
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_four_eyes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policy_guarded BEFORE INSERT OR UPDATE OR DELETE ON policy FOR EACH ROW EXECUTE FUNCTION guard_policy();

CREATE FUNCTION refuse_policy_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of policies are never deleted' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'policy_never_deleted';
END $$;
CREATE TRIGGER policy_not_truncated BEFORE TRUNCATE ON policy FOR EACH STATEMENT EXECUTE FUNCTION refuse_policy_truncate();

CREATE FUNCTION keep_policy_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO policy_step (policy_id, step, kind, at, by_staff_id, reason)
    VALUES (NEW.id, (SELECT coalesce(max(s.step), 0) + 1 FROM policy_step AS s WHERE s.policy_id = NEW.id),
            CASE WHEN TG_OP = 'INSERT' THEN 'WRITTEN' WHEN NEW.status = 'DRAFT' THEN 'EDITED' ELSE NEW.status END,
            NEW.acted_at, NEW.acted_by, NEW.act_reason);
    RETURN NULL;
END $$;
CREATE TRIGGER policy_keeps_steps AFTER INSERT OR UPDATE ON policy FOR EACH ROW EXECUTE FUNCTION keep_policy_step();

INSERT INTO retention_cover (table_name, exempt) VALUES ('policy_step', '政策的沿革，只有经办人编号');
