-- Names are found by keyed tokens of their characters, bound to the organisation the person's household belongs to; who finds none here is not searchable yet.
-- name_key is the index key that made them, null where they are due: a job makes them, so that no writer of names has to know how.
ALTER TABLE person_version ADD COLUMN name_tokens integer[], ADD COLUMN name_key smallint;
CREATE INDEX person_version_names ON person_version USING gin (name_tokens) WHERE is_current;
CREATE INDEX person_version_name_due ON person_version ((COALESCE(name_key, 0)), person_id) WHERE is_current;
CREATE INDEX person_version_name_past ON person_version (person_id, version) WHERE NOT is_current AND name_key IS NOT NULL;

-- Whoever joins or leaves a household, and every member of one that goes to another organisation, needs other tokens.
CREATE FUNCTION count_names_of_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE person_version SET name_key = NULL WHERE person_id = NEW.person_id AND is_current AND name_key IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER membership_names_due AFTER INSERT OR UPDATE OF household_id, person_id, to_on ON membership
    FOR EACH ROW EXECUTE FUNCTION count_names_of_membership();

CREATE FUNCTION count_names_of_household() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE person_version SET name_key = NULL
     WHERE is_current AND name_key IS NOT NULL
       AND person_id IN (SELECT m.person_id FROM membership AS m WHERE m.household_id = NEW.id AND m.to_on IS NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER household_names_due AFTER UPDATE OF organisation_id ON household
    FOR EACH ROW WHEN (OLD.organisation_id <> NEW.organisation_id) EXECUTE FUNCTION count_names_of_household();

-- A name that is written over is due as well; one that is only sealed anew is not.
CREATE FUNCTION count_names_of_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('yihuyima.resealing', true) IS DISTINCT FROM 'on' THEN
        NEW.name_key := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER person_version_name_due BEFORE UPDATE OF name_enc ON person_version
    FOR EACH ROW WHEN (OLD.name_enc IS DISTINCT FROM NEW.name_enc) EXECUTE FUNCTION count_names_of_change();
