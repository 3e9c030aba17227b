-- How long what is kept, as data, and the purges that carry it out with their proofs. Nothing is deleted that no rule names.
-- A rule is never changed: another period is another version of it, so that old proofs stay readable.
CREATE TABLE retention_rule (
    code       text     NOT NULL CHECK (code ~ '^[A-Z_]{3,40}$'),
    version    smallint NOT NULL CHECK (version >= 1),
    position   smallint NOT NULL,
    is_on      boolean  NOT NULL,
    -- DELETE: rows go. EMPTY: rows that others stand on stay, without anything personal. KEEP: no machine deletes it.
    mode       text     NOT NULL CHECK (mode IN ('DELETE', 'EMPTY', 'KEEP')),
    what       text     NOT NULL,
    starts     text     NOT NULL,
    months     smallint CHECK (months > 0),
    days       smallint CHECK (days > 0),
    ground     text     NOT NULL,
    source     text     NOT NULL,
    PRIMARY KEY (code, version),
    CONSTRAINT retention_rule_one_period CHECK (num_nonnulls(months, days) = 1),
    CONSTRAINT retention_rule_kept_is_off CHECK (mode <> 'KEEP' OR NOT is_on)
);
INSERT INTO retention_rule (code, version, position, is_on, mode, what, starts, months, days, ground, source) VALUES
    ('HOUSEHOLD_FILE', 1, 1, true, 'EMPTY', '困难职工家庭档案：家庭和成员资料、地址、证件号码、银行卡号、申请理由、照片、走访记录、结对和绑定',
     '退档（没有建过档的，从登记）后，最后一次申请、发放、走访或资料变化起', 120, NULL,
     '处理目的已实现后应主动删除；档案按定期10年保管',
     '《个人信息保护法》第十九条、第四十七条；《机关文件材料归档范围和文书档案保管期限规定》（国家档案局令第8号）'),
    ('APPLICATION_OVER', 1, 2, true, 'DELETE', '未通过或撤回的申请，连同理由和照片', '申请办结起', 36, NULL,
     '在一般诉讼时效内可以说明办理经过，此后不再需要', '《个人信息保护法》第十九条、第四十七条；《民法典》第一百八十八条'),
    ('MATERIAL_LOOSE', 1, 3, true, 'DELETE', '上传后没有随申请提交的照片', '上传起', NULL, 1,
     '没有提交即没有处理目的', '《个人信息保护法》第六条、第四十七条'),
    ('PROXY_OVER', 1, 4, true, 'DELETE', '代办邀请和代办人的手机号码', '代办结束、被拒绝或过期未答复起', 6, NULL,
     '代办结束后只在短期内用于答复疑问', '《个人信息保护法》第十九条、第四十七条'),
    ('BINDING_ENDED', 1, 5, true, 'DELETE', '已解除的账号与家庭绑定', '解除起', 36, NULL,
     '用于说明谁曾能查看，与查询留痕的最短保存时间一致', '《个人信息保护法》第十九条、第五十六条'),
    ('SESSION_OVER', 1, 6, true, 'DELETE', '已结束的登录和设备名称', '登录结束或到期起', 6, NULL,
     '网络日志留存不少于六个月，期满删除', '《网络安全法》关于留存网络日志的规定；《个人信息保护法》第四十七条'),
    ('ACCOUNT_UNUSED', 1, 7, true, 'DELETE', '没有绑定家庭、不再使用的账号：手机号码和微信标识', '最后一次登录结束或到期起', 6, NULL,
     '停止使用后处理目的不再存在；再次登录即重新开立', '《个人信息保护法》第十九条、第四十七条'),
    ('STAFF_LEFT', 1, 8, true, 'EMPTY', '离任人员的手机号码、企业微信账号、密码和动态验证码密钥（姓名和单位随其经办的业务保留）', '账号关闭起', 6, NULL,
     '离任后不再需要联系方式和登录凭据', '《个人信息保护法》第十九条、第四十七条'),
    ('LEAK_INVESTIGATION', 1, 9, true, 'DELETE', '泄露调查及其理由', '调查结束起', 36, NULL,
     '处理情况记录至少保存三年', '《个人信息保护法》第五十六条'),
    ('ANSWERED_WRITE', 1, 10, true, 'DELETE', '重复提交时再次给出的答复', '提交起', NULL, 7,
     '只用于网络中断后的重发', '《个人信息保护法》第六条、第十九条'),
    ('PARTNER_MESSAGE', 1, 11, true, 'DELETE', '协同部门请求的一次性编号', '收到起', NULL, 1,
     '只用于防止重放', '《个人信息保护法》第六条、第十九条'),
    ('PAYMENT', 1, 12, false, 'KEEP', '发放记录及其审批：金额、日期、银行卡尾号、经办人', '发放所属会计年度终了后', 360, NULL,
     '会计凭证保管30年；期满须经鉴定、编造销毁清册后销毁，系统不自动删除',
     '《会计档案管理办法》（财政部、国家档案局令第79号）第十四条、第十六条、第十八条及附表'),
    ('ACCESS_RECORD', 1, 13, false, 'KEEP', '查询留痕：谁在何时查看了哪一户，协同部门的调用，以及封存', '记录起至少', 36, NULL,
     '处理情况记录至少保存三年；留痕逐条封存，系统不自动删除',
     '《个人信息保护法》第五十六条；《网络数据安全管理条例》（国务院令第790号）第十二条');

-- Which rule covers which table, or why none does. A test compares this with the schema: every table is named.
CREATE TABLE retention_cover (
    table_name text NOT NULL,
    rule_code  text,
    exempt     text,
    CONSTRAINT retention_cover_once UNIQUE NULLS NOT DISTINCT (table_name, rule_code),
    CONSTRAINT retention_cover_one CHECK (num_nonnulls(rule_code, exempt) = 1)
);
INSERT INTO retention_cover (table_name, rule_code)
SELECT unnest(ARRAY['household', 'household_version', 'household_view', 'household_file', 'household_code', 'person', 'person_version',
                    'membership', 'file_person', 'entitlement', 'visit', 'pairing', 'application', 'application_event', 'material',
                    'missing_report', 'binding', 'proxy']), 'HOUSEHOLD_FILE';
INSERT INTO retention_cover (table_name, rule_code) VALUES
    ('application', 'APPLICATION_OVER'), ('application_event', 'APPLICATION_OVER'), ('material', 'APPLICATION_OVER'),
    ('material', 'MATERIAL_LOOSE'),
    ('proxy', 'PROXY_OVER'),
    ('binding', 'BINDING_ENDED'),
    ('session', 'SESSION_OVER'),
    ('account', 'ACCOUNT_UNUSED'), ('session', 'ACCOUNT_UNUSED'),
    ('staff', 'STAFF_LEFT'), ('second_factor', 'STAFF_LEFT'), ('recovery_code', 'STAFF_LEFT'),
    ('leak_investigation', 'LEAK_INVESTIGATION'),
    ('idempotency', 'ANSWERED_WRITE'),
    ('partner_message', 'PARTNER_MESSAGE'),
    ('payment', 'PAYMENT'), ('payment_event', 'PAYMENT'),
    ('access_record', 'ACCESS_RECORD'), ('access_seal', 'ACCESS_RECORD');
INSERT INTO retention_cover (table_name, exempt) VALUES
    ('organisation', '工会组织，没有个人信息'),
    ('organisation_history', '组织沿革，只有经办人编号'),
    ('staff_history', '账号和岗位的沿革，用来说明谁曾有何权限；只有人员编号'),
    ('living_standard', '公开的低保标准'),
    ('calendar_day', '工作日历'),
    ('policy', '公开的政策'),
    ('programme', '公开的帮扶项目'),
    ('catalogue_version', '计数'),
    ('revocation_counter', '计数'),
    ('code_issue_job', '制码任务的进度，只有经办人编号'),
    ('news', '公开的动态，只有发布人编号'),
    ('partner', '协同部门，是单位'),
    ('partner_key', '协同部门的公钥'),
    ('partner_purpose', '与协同部门约定的用途'),
    ('role_conflict', '岗位互斥规则'),
    ('data_key', '封装的密钥'),
    ('key_holder', '服务器与密钥'),
    ('key_rotation', '密钥轮换的进度，只有经办人编号'),
    ('retention_rule', '保存期限本身'),
    ('retention_cover', '保存期限本身'),
    ('purge', '清除的进度，只有经办人编号'),
    ('purge_part', '清除的进度，没有个人信息'),
    ('purge_proof', '清除的证明，没有个人信息'),
    ('flyway_schema_history', '数据库结构的版本');

CREATE TABLE purge (
    id          bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    -- Counts only.
    dry         boolean NOT NULL,
    -- LEFT: over, and rows that a rule covers are still there.
    state       text    NOT NULL CHECK (state IN ('RUNNING', 'DONE', 'LEFT')),
    started_by  text    NOT NULL,
    started_at  timestamptz NOT NULL,
    beat_at     timestamptz NOT NULL,
    finished_at timestamptz,
    -- The night it belongs to: one a night, however many servers there are.
    night       date CONSTRAINT purge_once_a_night UNIQUE,
    CONSTRAINT purge_over_is_finished CHECK ((state = 'RUNNING') = (finished_at IS NULL))
);
CREATE UNIQUE INDEX purge_one_running ON purge ((true)) WHERE state = 'RUNNING';

CREATE TABLE purge_part (
    purge_id     bigint   NOT NULL REFERENCES purge,
    rule_code    text     NOT NULL,
    rule_version smallint NOT NULL,
    -- In which order rules are carried out.
    position     smallint NOT NULL,
    cutoff_at    timestamptz NOT NULL,
    state        text     NOT NULL CHECK (state IN ('COUNTING', 'PURGING', 'CHECKING', 'DONE')),
    pass         smallint NOT NULL DEFAULT 1,
    after_key    text     NOT NULL,
    rows_seen    bigint   NOT NULL DEFAULT 0,
    due_before   bigint   NOT NULL DEFAULT 0,
    purged       bigint   NOT NULL DEFAULT 0,
    -- Rows left when it ended that were due and not held.
    due_left     bigint   NOT NULL DEFAULT 0,
    -- Rows by table, and rows held back by reason.
    tables       jsonb    NOT NULL DEFAULT '{}',
    held         jsonb    NOT NULL DEFAULT '{}',
    -- Over the keyed hashes of what was purged, in order.
    ids_hash     bytea    NOT NULL,
    PRIMARY KEY (purge_id, rule_code),
    FOREIGN KEY (rule_code, rule_version) REFERENCES retention_rule (code, version)
);

-- What each rule did in each purge: a chain, and its newest links are in the sealed record of looks by their digests.
CREATE TABLE purge_proof (
    number          bigint NOT NULL CONSTRAINT purge_proof_pkey PRIMARY KEY CHECK (number > 0),
    purge_id        bigint NOT NULL REFERENCES purge,
    rule_code       text   NOT NULL,
    body            text   NOT NULL,
    previous_digest bytea  NOT NULL CONSTRAINT purge_proof_one_successor UNIQUE,
    digest          bytea  NOT NULL,
    written_at      timestamptz NOT NULL,
    CONSTRAINT purge_proof_once UNIQUE (purge_id, rule_code)
);
CREATE TRIGGER purge_proof_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON purge_proof
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER retention_rule_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON retention_rule
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What stays of a household and its people once their file was purged: numbers that payments and dead codes stand on.
ALTER TABLE household ADD COLUMN purged_at timestamptz;
ALTER TABLE person ADD COLUMN purged_at timestamptz;
ALTER TABLE person ALTER COLUMN id_number_enc DROP NOT NULL;
ALTER TABLE person DROP CONSTRAINT person_is_indexed;
ALTER TABLE person ADD CONSTRAINT person_is_indexed CHECK (CASE WHEN purged_at IS NULL
    THEN id_number_enc IS NOT NULL AND num_nonnulls(id_number_bidx, id_number_bidx2) >= 1
    ELSE num_nonnulls(id_number_enc, id_number_bidx, id_number_bidx2) = 0 END);
ALTER TABLE application ALTER COLUMN reason_enc DROP NOT NULL;

-- By what a purge looks things up, and the database itself when a row goes that others may stand on.
CREATE INDEX membership_household ON membership (household_id);
CREATE INDEX material_household ON material (household_id);
CREATE INDEX missing_report_household ON missing_report (household_id);
CREATE INDEX proxy_household ON proxy (household_id);
CREATE INDEX proxy_invited_by ON proxy (invited_by);
CREATE INDEX binding_account ON binding (account_id);
CREATE INDEX session_of_account ON session (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX application_file ON application (file_id) WHERE file_id IS NOT NULL;
