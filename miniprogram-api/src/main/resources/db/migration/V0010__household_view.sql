-- What a scan shows, composed once and kept encrypted beside the version of the facts it was composed from.
-- Every change of a household's facts counts its version up in the same transaction, so a stale view is never shown, by no server.
CREATE TABLE household_view (
    household_id  bigint PRIMARY KEY REFERENCES household,
    version       bigint NOT NULL DEFAULT 1,
    built_version bigint NOT NULL DEFAULT 0,
    built_on      date,
    body_enc      bytea
) WITH (fillfactor = 70, toast_tuple_target = 8160);
ALTER TABLE household_view ALTER COLUMN body_enc SET STORAGE MAIN;

CREATE FUNCTION open_household_view() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO household_view (household_id) SELECT id FROM changed;
    RETURN NULL;
END $$;
CREATE TRIGGER household_opens_view AFTER INSERT ON household
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION open_household_view();

-- Locks in id order, so that two transactions that touch the same households never wait for each other in a circle.
CREATE FUNCTION count_household_changes(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM household_view WHERE household_id = ANY (ids) ORDER BY household_id FOR NO KEY UPDATE;
    UPDATE household_view SET version = version + 1 WHERE household_id = ANY (ids);
END $$;

CREATE FUNCTION count_own_household() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_household_changes(ARRAY(SELECT DISTINCT household_id FROM changed));
    RETURN NULL;
END $$;
CREATE FUNCTION count_household_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_household_changes(ARRAY(SELECT DISTINCT m.household_id
        FROM membership AS m JOIN changed AS c ON c.person_id = m.person_id WHERE m.to_on IS NULL));
    RETURN NULL;
END $$;
CREATE FUNCTION count_household_itself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_household_changes(ARRAY(SELECT id FROM changed));
    RETURN NULL;
END $$;
CREATE FUNCTION count_households_of_staff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_household_changes(ARRAY(SELECT DISTINCT p.household_id
        FROM pairing AS p JOIN changed AS c ON c.id = p.staff_id WHERE p.to_on IS NULL));
    RETURN NULL;
END $$;
CREATE FUNCTION count_households_of_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_household_changes(ARRAY(SELECT h.id
        FROM household AS h JOIN changed AS c ON c.id = h.organisation_id));
    RETURN NULL;
END $$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['household_version', 'membership', 'household_file', 'entitlement', 'application', 'payment',
                             'missing_report', 'visit', 'pairing'] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_own_household()', t || '_counts_insert', t);
        EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_own_household()', t || '_counts_update', t);
        EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_own_household()', t || '_counts_delete', t);
    END LOOP;
END $$;
CREATE TRIGGER person_version_counts_insert AFTER INSERT ON person_version
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_household_of_person();
CREATE TRIGGER person_version_counts_update AFTER UPDATE ON person_version
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_household_of_person();
CREATE TRIGGER household_counts_update AFTER UPDATE ON household
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_household_itself();
CREATE TRIGGER staff_counts_update AFTER UPDATE ON staff
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_households_of_staff();
CREATE TRIGGER organisation_counts_update AFTER UPDATE ON organisation
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_households_of_organisation();
