-- Powers over money, accounts or keys act once a second administrator has confirmed them: they wait where resets do, and the table is called after both.
ALTER TABLE reset_request RENAME TO account_request;
ALTER SEQUENCE reset_request_id_seq RENAME TO account_request_id_seq;
ALTER INDEX reset_request_pkey RENAME TO account_request_pkey;
ALTER INDEX reset_request_one_open RENAME TO account_request_one_open;
ALTER TABLE account_request RENAME CONSTRAINT reset_request_ended TO account_request_ended;
ALTER TABLE account_request RENAME CONSTRAINT reset_request_takes_two TO account_request_takes_two;
ALTER TABLE account_request RENAME CONSTRAINT reset_request_not_for_oneself TO account_request_not_for_oneself;

-- The powers that wait; what an account acts with stays in staff.roles, so nothing that exists loses or gains any.
ALTER TABLE account_request ADD COLUMN roles text[];
ALTER TABLE account_request DROP CONSTRAINT reset_request_kind_known;
ALTER TABLE account_request ADD CONSTRAINT account_request_kind_known CHECK (kind IN ('PASSWORD', 'SECOND_FACTOR', 'POWERS'));
ALTER TABLE account_request ADD CONSTRAINT account_request_powers CHECK (
    CASE WHEN kind = 'POWERS' THEN coalesce(cardinality(roles), 0) >= 1 AND roles <@ ARRAY['ADMINISTRATOR', 'APPROVER', 'FUND_CLERK']
         ELSE roles IS NULL END);
-- Replaced: by a newer change of the account, a move or its closing.
ALTER TABLE account_request DROP CONSTRAINT reset_request_outcome_known;
ALTER TABLE account_request ADD CONSTRAINT account_request_outcome_known CHECK (outcome IN ('CONFIRMED', 'REFUSED', 'EXPIRED', 'REPLACED'));
CREATE INDEX account_request_of ON account_request (staff_id, id DESC);

-- Which powers were asked for, confirmed, refused or replaced.
ALTER TABLE staff_history ADD COLUMN powers text[];
ALTER TABLE staff_history DROP CONSTRAINT staff_history_kind_known;
ALTER TABLE staff_history ADD CONSTRAINT staff_history_kind_known CHECK (kind IN (
    'OPENED', 'ROLES_CHANGED', 'MOVED', 'MERGED', 'CLOSED', 'PASSWORD_RESET', 'SECOND_FACTOR_RESET', 'SESSIONS_ENDED', 'RESET_ASKED', 'RESET_REFUSED',
    'POWERS_ASKED', 'POWERS_CONFIRMED', 'POWERS_REFUSED', 'POWERS_REPLACED'));
ALTER TABLE staff_history ADD CONSTRAINT staff_history_says_which_powers CHECK ((kind LIKE 'POWERS\_%') = (powers IS NOT NULL));

UPDATE retention_cover
   SET table_name = 'account_request', exempt = '账号重置和待确认权限的请求和确认，只有人员编号'
 WHERE table_name = 'reset_request';
