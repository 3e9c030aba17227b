-- The topmost organisation of an installation may be a city's or a county's: it need not invent a country above itself.
ALTER TABLE organisation DROP CONSTRAINT organisation_root_is_the_country;
ALTER TABLE organisation ADD CONSTRAINT organisation_country_has_none_above CHECK (level <> 'COUNTRY' OR parent_id IS NULL);
-- Whether there is an administrator at all, and who they are, without reading all staff.
CREATE INDEX staff_administrator ON staff (organisation_id) WHERE 'ADMINISTRATOR' = ANY (roles);
