-- A family's own copy of its file names the proxies it had, those that ended too: found by the household.
CREATE INDEX proxy_household ON proxy (household_id, id DESC);
