-- The record of looks, by month, and its seals: a chain of signed digests, so that whatever is changed afterwards is found and located.
-- Safe while the previous release runs: what it writes takes the defaults of the new columns.
ALTER TABLE access_record RENAME TO access_record_before;
ALTER TABLE access_record_before RENAME CONSTRAINT access_record_pkey TO access_record_before_pkey;
DROP INDEX access_record_household;

CREATE SEQUENCE access_record_number;
CREATE TABLE access_record (
    id           bigint NOT NULL DEFAULT nextval('access_record_number'),
    at           timestamptz NOT NULL,
    operation    text NOT NULL,
    -- As kind and id: ANYONE, ACCOUNT:7, HOUSEHOLD:12/7, STAFF:3, PAIRED:4, PARTNER:2, SYSTEM.
    actor        text NOT NULL,
    -- The organisation that the caller acted for.
    organisation_id bigint,
    household_id bigint,
    granted      boolean NOT NULL,
    -- Which view was given, or the internal reason of the refusal.
    detail       text NOT NULL,
    purpose      text,
    -- First four characters of the code, when one was scanned or typed.
    code_hint    text,
    request_id   text NOT NULL,
    -- Keyed hash of the caller's address.
    address_hash bytea,
    -- Which fields were shown, where it is fewer than the view has: a partner department's agreed ones.
    fields       text[],
    -- Where the household stood in the tree at that moment, or the caller when there was no household: what an auditor reads by.
    organisation_path text COLLATE "C",
    -- The investigation that an auditor looked under; until it ends the household does not see the look.
    investigation_id bigint,
    -- The transaction that wrote the row. Below pg_snapshot_xmin nothing is under way any more: such rows can be sealed.
    xact         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT access_record_pkey PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
ALTER SEQUENCE access_record_number OWNED BY access_record.id;
CREATE INDEX access_record_household ON access_record (household_id, id DESC) WHERE household_id IS NOT NULL;
CREATE INDEX access_record_actor ON access_record (actor, id DESC);
CREATE INDEX access_record_sealing ON access_record (xact, id);
CREATE TRIGGER access_record_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON access_record
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Nothing is ever refused for lack of a month's partition.
CREATE TABLE access_record_default PARTITION OF access_record DEFAULT;
CREATE TRIGGER access_record_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON access_record_default
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Makes the partitions from one month to another, months of China's calendar, where they are missing. A statement's trigger is not
-- inherited, so each gets its own. A month of which DEFAULT holds rows already stays there. Gives how many were made.
CREATE FUNCTION make_access_record_partitions(from_month date, to_month date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    month date := date_trunc('month', from_month)::date;
    begins timestamptz;
    ends timestamptz;
    name text;
    made integer := 0;
BEGIN
    WHILE month <= to_month LOOP
        name := 'access_record_' || to_char(month, 'YYYY_MM');
        begins := month::timestamp AT TIME ZONE 'Asia/Shanghai';
        ends := (month + interval '1 month') AT TIME ZONE 'Asia/Shanghai';
        IF to_regclass(name) IS NULL
           AND NOT EXISTS (SELECT 1 FROM access_record_default AS d WHERE d.at >= begins AND d.at < ends) THEN
            EXECUTE format('CREATE TABLE %I (LIKE access_record INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
            EXECUTE format('CREATE TRIGGER access_record_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
                            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
            EXECUTE format('ALTER TABLE access_record ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, begins, ends);
            made := made + 1;
        END IF;
        month := (month + interval '1 month')::date;
    END LOOP;
    RETURN made;
END $$;
-- So that asking whether DEFAULT holds rows of a month costs nothing.
CREATE INDEX access_record_default_at ON access_record_default (at);

SELECT make_access_record_partitions(
           (SELECT coalesce(min(at), now()) AT TIME ZONE 'Asia/Shanghai' FROM access_record_before)::date,
           (now() AT TIME ZONE 'Asia/Shanghai' + interval '3 months')::date);

INSERT INTO access_record (id, at, operation, actor, organisation_id, household_id, granted, detail, purpose, code_hint, request_id,
                           address_hash, organisation_path)
SELECT b.id, b.at, b.operation, b.actor, b.organisation_id, b.household_id, b.granted, b.detail, b.purpose, b.code_hint, b.request_id,
       b.address_hash, o.path
  FROM access_record_before AS b
  LEFT JOIN household    AS h ON h.id = b.household_id
  LEFT JOIN organisation AS o ON o.id = coalesce(h.organisation_id, b.organisation_id)
 ORDER BY b.id;
SELECT setval('access_record_number', coalesce((SELECT max(id) FROM access_record_before), 0) + 1, false);
DROP TABLE access_record_before;

-- One link of the chain: what it covers is [from, to) in the order of (xact, id).
CREATE TABLE access_seal (
    number          bigint NOT NULL CONSTRAINT access_seal_pkey PRIMARY KEY CHECK (number > 0),
    -- How records and seals are written down before they are digested.
    format          smallint NOT NULL,
    from_xact       xid8 NOT NULL,
    from_id         bigint NOT NULL,
    to_xact         xid8 NOT NULL,
    to_id           bigint NOT NULL,
    records         integer NOT NULL CHECK (records >= 0),
    -- Of each record, in order: its id (8 bytes) and its digest (32), so that a verifier can say which one was changed.
    leaves          bytea NOT NULL CONSTRAINT access_seal_leaves_length CHECK (length(leaves) = records * 40),
    previous_digest bytea NOT NULL CONSTRAINT access_seal_one_successor UNIQUE,
    sealed_at       timestamptz NOT NULL,
    key_id          smallint NOT NULL,
    digest          bytea NOT NULL,
    signature       bytea NOT NULL
);
-- Digests do not compress; trying to costs more than the sealing.
ALTER TABLE access_seal ALTER COLUMN leaves SET STORAGE EXTERNAL;
CREATE INDEX access_seal_sealed_at ON access_seal (sealed_at);
CREATE TRIGGER access_seal_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON access_seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A leak investigation: an auditor's looks made under it stay off the household's own list until it ends. Opening and ending it are
-- looks in the record themselves, with its dates: moving them here shows there.
CREATE TABLE leak_investigation (
    id              bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    opened_by       bigint NOT NULL REFERENCES staff,
    organisation_id bigint NOT NULL REFERENCES organisation,
    -- Whom it concerns: a household, or somebody who looked.
    household_id    bigint REFERENCES household,
    actor           text,
    reason_enc      bytea NOT NULL,
    from_at         timestamptz NOT NULL,
    until_at        timestamptz NOT NULL,
    opened_at       timestamptz NOT NULL,
    ended_at        timestamptz,
    CONSTRAINT leak_investigation_of_one CHECK (num_nonnulls(household_id, actor) = 1),
    CONSTRAINT leak_investigation_length CHECK (until_at > from_at AND until_at <= from_at + interval '90 days')
);
CREATE INDEX leak_investigation_household ON leak_investigation (household_id) WHERE household_id IS NOT NULL;
CREATE INDEX leak_investigation_organisation ON leak_investigation (organisation_id);
CREATE INDEX leak_investigation_opened_by ON leak_investigation (opened_by);
