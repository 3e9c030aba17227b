-- Beside each blind index, which holds the values of keys with odd ids, a second one for even ids: so the key changes while servers write and search.
-- Each is as unique as the first: while a row carries both, neither value can be there twice.
ALTER TABLE person ALTER COLUMN id_number_bidx DROP NOT NULL;
ALTER TABLE person ADD COLUMN id_number_bidx2 bytea CONSTRAINT person_id_number_unique2 UNIQUE;
ALTER TABLE person ADD CONSTRAINT person_is_indexed CHECK (num_nonnulls(id_number_bidx, id_number_bidx2) >= 1);

ALTER TABLE person_version ADD COLUMN phone_bidx2 bytea, ADD COLUMN card_bidx2 bytea;
CREATE INDEX person_version_phone2 ON person_version (phone_bidx2) WHERE is_current AND phone_bidx2 IS NOT NULL;

ALTER TABLE account ADD COLUMN openid_bidx2 bytea CONSTRAINT account_openid_unique2 UNIQUE;
ALTER TABLE account ADD COLUMN phone_bidx2 bytea CONSTRAINT account_phone_unique2 UNIQUE;
ALTER TABLE account DROP CONSTRAINT account_is_known_by_something;
ALTER TABLE account ADD CONSTRAINT account_is_known_by_something
    CHECK (num_nonnulls(openid_bidx, openid_bidx2, phone_bidx, phone_bidx2) >= 1);

-- A proxy's number was kept as its index alone, which nobody can make anew; from now on it is sealed beside it.
ALTER TABLE proxy ALTER COLUMN phone_bidx DROP NOT NULL;
ALTER TABLE proxy ADD COLUMN phone_enc bytea, ADD COLUMN phone_bidx2 bytea;
CREATE UNIQUE INDEX proxy_asked_once2 ON proxy (household_id, phone_bidx2) WHERE ended_at IS NULL;
CREATE INDEX proxy_invited2 ON proxy (phone_bidx2) WHERE ended_at IS NULL;
