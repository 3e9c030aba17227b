-- What a family took back stops something by itself: it stands beside the household, so that whatever reads a household knows it at no cost.
ALTER TABLE household
    ADD COLUMN withdrawn    text[] NOT NULL DEFAULT '{}',
    -- When the last of them was taken back.
    ADD COLUMN withdrawn_at timestamptz,
    ADD CONSTRAINT household_withdrawn_known CHECK (withdrawn <@ ARRAY['GENERAL', 'BANK_ACCOUNT', 'HEALTH', 'MINORS']),
    ADD CONSTRAINT household_withdrawn_when CHECK ((withdrawn <> '{}') = (withdrawn_at IS NOT NULL));
CREATE INDEX household_withdrawn ON household (organisation_id, withdrawn_at DESC, id DESC) WHERE withdrawn_at IS NOT NULL;

UPDATE household AS h
   SET withdrawn = w.purposes, withdrawn_at = w.at
  FROM (SELECT n.household_id, array_agg(n.purpose ORDER BY n.purpose) AS purposes, max(n.at) AS at
          FROM (SELECT DISTINCT ON (c.household_id, c.purpose) c.household_id, c.purpose, c.decision, c.at
                  FROM consent AS c
                 ORDER BY c.household_id, c.purpose, c.id DESC) AS n
         WHERE n.decision = 'WITHDRAWN'
         GROUP BY n.household_id) AS w
 WHERE h.id = w.household_id;

-- In the transaction that adds the row; rows of one household are added one after the other.
CREATE FUNCTION keep_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decision = 'WITHDRAWN' THEN
        UPDATE household
           SET withdrawn = array_append(array_remove(withdrawn, NEW.purpose), NEW.purpose), withdrawn_at = NEW.at
         WHERE id = NEW.household_id;
    ELSE
        UPDATE household
           SET withdrawn = array_remove(withdrawn, NEW.purpose),
               withdrawn_at = (SELECT max(n.at)
                                 FROM (SELECT DISTINCT ON (c.purpose) c.decision, c.at
                                         FROM consent AS c
                                        WHERE c.household_id = NEW.household_id
                                        ORDER BY c.purpose, c.id DESC) AS n
                                WHERE n.decision = 'WITHDRAWN')
         WHERE id = NEW.household_id AND NEW.purpose = ANY (withdrawn);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER consent_keeps_withdrawn AFTER INSERT ON consent FOR EACH ROW EXECUTE FUNCTION keep_withdrawn();

-- The sensitive data that a policy is decided by: whoever may do what without a consent to it does nothing with the policy either.
ALTER TABLE policy ADD COLUMN rests_on text CONSTRAINT policy_rests_on_known CHECK (rests_on IN ('HEALTH', 'MINORS'));
UPDATE policy SET rests_on = 'HEALTH' WHERE code IN ('MEDICAL_AID', 'MEDICAL_MUTUAL_AID');
