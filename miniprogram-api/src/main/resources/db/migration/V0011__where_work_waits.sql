-- Where work waits: what a desk works through carries its household's place in the tree, so that a desk's list is one range of an index.
-- The database fills the place in and keeps it when a household or an organisation moves: writers of the previous release need not know of it.
ALTER TABLE application ADD COLUMN organisation_path text COLLATE "C";
ALTER TABLE payment ADD COLUMN organisation_path text COLLATE "C";

CREATE FUNCTION place_in_tree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT o.path INTO NEW.organisation_path
      FROM household AS h JOIN organisation AS o ON o.id = h.organisation_id
     WHERE h.id = NEW.household_id;
    RETURN NEW;
END $$;
CREATE TRIGGER application_placed BEFORE INSERT ON application FOR EACH ROW EXECUTE FUNCTION place_in_tree();
CREATE TRIGGER payment_placed BEFORE INSERT ON payment FOR EACH ROW EXECUTE FUNCTION place_in_tree();

UPDATE application AS a SET organisation_path = o.path
  FROM household AS h JOIN organisation AS o ON o.id = h.organisation_id WHERE h.id = a.household_id;
UPDATE payment AS p SET organisation_path = o.path
  FROM household AS h JOIN organisation AS o ON o.id = h.organisation_id WHERE h.id = p.household_id;

CREATE FUNCTION place_household_anew() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place text;
BEGIN
    SELECT path INTO place FROM organisation WHERE id = NEW.organisation_id;
    UPDATE application SET organisation_path = place WHERE household_id = NEW.id;
    UPDATE payment SET organisation_path = place WHERE household_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER household_moves AFTER UPDATE OF organisation_id ON household FOR EACH ROW
    WHEN (OLD.organisation_id <> NEW.organisation_id) EXECUTE FUNCTION place_household_anew();

CREATE FUNCTION place_organisation_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE application AS a SET organisation_path = NEW.path
      FROM household AS h WHERE h.organisation_id = NEW.id AND a.household_id = h.id;
    UPDATE payment AS p SET organisation_path = NEW.path
      FROM household AS h WHERE h.organisation_id = NEW.id AND p.household_id = h.id;
    RETURN NULL;
END $$;
CREATE TRIGGER organisation_moves AFTER UPDATE OF path ON organisation FOR EACH ROW
    WHEN (OLD.path <> NEW.path) EXECUTE FUNCTION place_organisation_anew();

CREATE INDEX application_place ON application (organisation_path, state, id) WHERE state IN ('SUBMITTED', 'CHECKED');
CREATE INDEX payment_place ON payment (organisation_path, id);
CREATE INDEX payment_place_unpaid ON payment (organisation_path, state, id) WHERE state <> 'PAID';

-- Photos not yet named in an application, of one household: there may be a few at most.
CREATE INDEX material_loose ON material (household_id) WHERE application_id IS NULL;

-- News of organisations at county level and above is for anyone; marked, so that the public page reads one index from its end.
ALTER TABLE news ADD COLUMN for_anyone boolean NOT NULL DEFAULT false;
CREATE FUNCTION mark_news_for_anyone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.for_anyone := (SELECT o.level IN ('COUNTRY', 'PROVINCE', 'CITY', 'COUNTY') FROM organisation AS o WHERE o.id = NEW.organisation_id);
    RETURN NEW;
END $$;
CREATE TRIGGER news_marked BEFORE INSERT ON news FOR EACH ROW EXECUTE FUNCTION mark_news_for_anyone();
UPDATE news AS n SET for_anyone = true
  FROM organisation AS o WHERE o.id = n.organisation_id AND o.level IN ('COUNTRY', 'PROVINCE', 'CITY', 'COUNTY');
CREATE INDEX news_for_anyone ON news (id DESC) WHERE for_anyone;
