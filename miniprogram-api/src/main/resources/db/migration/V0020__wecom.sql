-- Staff sign in by Enterprise WeChat (企业微信): which member of the union's enterprise an account is linked to.

-- The enterprise's own name for the person, as open as the login name. Ends with the account, so that a successor may have it.
ALTER TABLE staff ADD COLUMN wecom_user text;
CREATE UNIQUE INDEX staff_wecom_user ON staff (wecom_user) WHERE left_at IS NULL;
