-- What the family is told about its personal data, word for word, and what it agreed to and took back (Personal Information Protection Law, articles 14 to 17, 29, 31).
-- Texts of notices: a new wording is a new version; what somebody agreed to can always be read again.
CREATE TABLE notice_text (
    purpose    text    NOT NULL CONSTRAINT notice_text_purpose_known CHECK (purpose IN ('GENERAL', 'BANK_ACCOUNT', 'HEALTH', 'MINORS')),
    version    integer NOT NULL CHECK (version > 0),
    valid_from date    NOT NULL,
    title      text    NOT NULL CHECK (length(title) BETWEEN 2 AND 40),
    -- Paragraphs, one a line.
    body       text    NOT NULL CHECK (length(body) BETWEEN 20 AND 4000),
    -- What ends when the family takes its consent back; shown before it does.
    stops      text    NOT NULL CHECK (length(stops) BETWEEN 10 AND 400),
    CONSTRAINT notice_text_pkey PRIMARY KEY (purpose, version),
    CONSTRAINT notice_text_one_a_day UNIQUE (purpose, valid_from)
);
CREATE TRIGGER notice_text_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON notice_text
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

INSERT INTO notice_text (purpose, version, valid_from, title, body, stops) VALUES
('GENERAL', 1, '2026-01-01', '个人信息处理告知书',
 '您家所在地的县级工会和上级工会，为核实您家的困难、办理帮扶、发放帮扶资金，需要使用您家的个人信息。
用到的有：姓名、证件号码、电话、住址、家庭成员和困难原因。
能看到的人：负责您家的帮扶干部，以及审核、审批、发放的工作人员。每一次查看都有记录，您可以在“谁看过我家”里看到。
约定过的协同部门只能为约定的用途查询约定的内容，同样留有记录。
信息加密保存。帮扶结束后，按档案规定的年限保存，到期删除。
您可以随时查看、更正、导出自己的资料，也可以随时撤回同意。不同意不影响您以后再来申请。',
 '撤回后，不再为新的帮扶使用您家的资料，因此不能再提交新的申请。已经办完的和已经发放的不受影响，依法应当留存的记录仍会保存。'),
('BANK_ACCOUNT', 1, '2026-01-01', '银行账户信息告知书',
 '银行账户属于敏感个人信息，用来把帮扶资金直接发到您本人的账户，不经过别人的手。
用到的有：账户姓名、卡号、开户行。卡号加密保存，页面上只显示最后四位。
能看到卡号的人：办理发放的资金管理人员。每一次查看都有记录。
泄露可能造成财产损失，因此单独征求您的同意。
这项同意须由家里成年人本人作出，代办人不能代您同意。',
 '撤回后，帮扶资金不能再发到您家的银行账户，需要和帮扶干部另外商量领取办法。已经发出的不受影响。'),
('HEALTH', 1, '2026-01-01', '健康医疗信息告知书',
 '疾病、残疾和医疗费用属于敏感个人信息，只用来判断您家能不能享受医疗类帮扶、能享受多少。
用到的有：病种、残疾情况、诊断材料、医疗费用票据。
能看到的人：负责您家的帮扶干部，以及审核、审批您家申请的工作人员。每一次查看都有记录。
不会公示病情，不会告诉邻居和单位同事。
泄露可能让人受到歧视，因此单独征求您的同意。
这项同意须由家里成年人本人作出，代办人不能代您同意。',
 '撤回后，不再使用您家新的健康医疗资料，医疗类帮扶可能无法核定。已经核定的不受影响。'),
('MINORS', 1, '2026-01-01', '未成年人信息告知书',
 '不满十四周岁孩子的个人信息属于敏感个人信息，只用来办理助学和孩子能享受的其他帮扶。
用到的有：孩子的姓名、证件号码、出生日期、就读情况。
能看到的人：负责您家的帮扶干部，以及审核、审批您家申请的工作人员。每一次查看都有记录。
不会公示孩子的姓名、学校和照片。
这项同意须由孩子的父母或者其他监护人作出，代办人不能代您同意。',
 '撤回后，不再为新的帮扶使用孩子的资料，助学等帮扶可能无法办理。已经发放的不受影响。');

-- Each giving and taking back is a row; the newest of a purpose is what counts.
CREATE TABLE consent (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    household_id   bigint  NOT NULL REFERENCES household,
    purpose        text    NOT NULL,
    notice_version integer NOT NULL,
    decision       text    NOT NULL CONSTRAINT consent_decision_known CHECK (decision IN ('GIVEN', 'WITHDRAWN')),
    channel        text    NOT NULL CONSTRAINT consent_channel_known CHECK (channel IN ('OWN_PHONE', 'PROXY', 'PAPER_AT_DOOR')),
    at             timestamptz NOT NULL,
    -- Whose account it was, by its number: an account that is purged leaves its word. For a paper, the cadre who brought it in and the
    -- day it was signed.
    account_id     bigint,
    staff_id       bigint REFERENCES staff,
    signed_on      date,
    CONSTRAINT consent_to_a_notice FOREIGN KEY (purpose, notice_version) REFERENCES notice_text,
    CONSTRAINT consent_by_somebody CHECK (
        CASE channel WHEN 'PAPER_AT_DOOR' THEN account_id IS NULL AND staff_id IS NOT NULL AND signed_on IS NOT NULL
                     ELSE account_id IS NOT NULL AND staff_id IS NULL AND signed_on IS NULL END),
    CONSTRAINT consent_not_by_proxy CHECK (channel <> 'PROXY' OR purpose = 'GENERAL')
);
CREATE INDEX consent_household ON consent (household_id, purpose, id DESC);
CREATE TRIGGER consent_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON consent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

INSERT INTO retention_cover (table_name, exempt) VALUES
    ('notice_text', '公开的告知书'),
    ('consent', '同意和撤回的凭证：只有编号、用途和时间，用来证明处理有合法依据，只增不改');
