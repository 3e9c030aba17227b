-- The record of looks: who asked for whom, when, why, and whether it was granted. Rows are only ever added.
CREATE TABLE access_record (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL,
    operation    text NOT NULL,
    -- As kind and id: ANYONE, ACCOUNT:7, HOUSEHOLD:12/7, STAFF:3, PAIRED:4, PARTNER:2, SYSTEM.
    actor        text NOT NULL,
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
    address_hash bytea
);
CREATE INDEX access_record_household ON access_record (household_id, id DESC) WHERE household_id IS NOT NULL;
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER access_record_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON access_record
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Answers of writes by their idempotency key, for 7 days. The answer may hold private data: it is encrypted.
CREATE TABLE idempotency (
    caller      text NOT NULL,
    key         text NOT NULL CHECK (length(key) BETWEEN 16 AND 64),
    operation   text NOT NULL,
    digest      bytea NOT NULL,
    status      integer,
    answer_enc  bytea,
    created_at  timestamptz NOT NULL,
    CONSTRAINT idempotency_once PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);
