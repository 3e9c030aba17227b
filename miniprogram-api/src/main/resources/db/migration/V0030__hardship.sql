-- Who is in hardship is computed by rules that are data: by region and first day, in versions, none of which is ever edited.

-- Another figure for the same first day is a correction: another version of it.
ALTER TABLE living_standard ADD COLUMN version smallint NOT NULL DEFAULT 1 CHECK (version >= 1);
ALTER TABLE living_standard ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE living_standard ADD COLUMN recorded_by bigint REFERENCES staff;
ALTER TABLE living_standard DROP CONSTRAINT living_standard_pkey;
ALTER TABLE living_standard ADD CONSTRAINT living_standard_pkey PRIMARY KEY (region_code, valid_from, version);
ALTER TABLE living_standard ADD CONSTRAINT living_standard_believable CHECK (month_fen <= 2000000);
CREATE TRIGGER living_standard_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON living_standard
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A region without a rule of its own has that of the nearest region above it (GB/T 2260); 000000 is the whole country.
CREATE TABLE hardship_rule (
    region_code      text     NOT NULL CHECK (region_code ~ '^[0-9]{6}$'),
    version          smallint NOT NULL CHECK (version >= 1),
    valid_from       date     NOT NULL,
    -- Below so many per cent of the minimum standard.
    deep_percent     smallint NOT NULL CHECK (deep_percent >= 1),
    relative_percent smallint NOT NULL CHECK (relative_percent <= 1000),
    -- Costs of accident and illness above so many per cent of the year's income.
    accident_percent smallint NOT NULL CHECK (accident_percent BETWEEN 1 AND 100),
    -- Whether invented values are among it, for an office to replace by its own.
    is_sample        boolean  NOT NULL,
    source           text     NOT NULL,
    recorded_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (region_code, version),
    CONSTRAINT hardship_rule_limits_in_order CHECK (deep_percent <= relative_percent)
);
CREATE INDEX hardship_rule_in_force ON hardship_rule (region_code, valid_from DESC, version DESC);

-- Kinds of income and of rigid expenses (刚性支出), and how far they count.
CREATE TABLE hardship_item (
    region_code     text     NOT NULL,
    rule_version    smallint NOT NULL,
    side            text     NOT NULL CHECK (side IN ('INCOME', 'EXPENSE')),
    kind            text     NOT NULL CHECK (kind ~ '^[A-Z][A-Z0-9_]{1,39}$'),
    position        smallint NOT NULL,
    word            text     NOT NULL,
    help            text     NOT NULL,
    counted_percent smallint NOT NULL CHECK (counted_percent BETWEEN 0 AND 100),
    cap_year_fen    bigint   CHECK (cap_year_fen >= 0),
    is_accident     boolean  NOT NULL DEFAULT false,
    evidence        text     NOT NULL,
    source          text     NOT NULL,
    PRIMARY KEY (region_code, rule_version, side, kind),
    FOREIGN KEY (region_code, rule_version) REFERENCES hardship_rule (region_code, version),
    CONSTRAINT hardship_item_of_an_expense CHECK (side = 'EXPENSE' OR (cap_year_fen IS NULL AND NOT is_accident))
);
CREATE UNIQUE INDEX hardship_item_one_accident ON hardship_item (region_code, rule_version) WHERE is_accident;

-- Conditions that stand against every tier, each with what shows it.
CREATE TABLE hardship_condition (
    region_code   text     NOT NULL,
    rule_version  smallint NOT NULL,
    code          text     NOT NULL CHECK (code ~ '^[A-Z][A-Z0-9_]{1,39}$'),
    position      smallint NOT NULL,
    question      text     NOT NULL,
    migrants_only boolean  NOT NULL DEFAULT false,
    -- YES: an excluding condition. NO: a requirement.
    bars_when     text     NOT NULL CHECK (bars_when IN ('YES', 'NO')),
    evidence      text     NOT NULL,
    source        text     NOT NULL,
    PRIMARY KEY (region_code, rule_version, code),
    FOREIGN KEY (region_code, rule_version) REFERENCES hardship_rule (region_code, version)
);

-- What belongs to a version is written together with it; later it is whole.
CREATE FUNCTION refuse_addition_to_hardship_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM hardship_rule AS r
                    WHERE r.region_code = NEW.region_code AND r.version = NEW.rule_version
                      AND r.xmin = pg_current_xact_id()::xid) THEN
        RAISE EXCEPTION 'hardship rule % version % is written already', NEW.region_code, NEW.rule_version;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hardship_item_with_its_rule BEFORE INSERT ON hardship_item
    FOR EACH ROW EXECUTE FUNCTION refuse_addition_to_hardship_rule();
CREATE TRIGGER hardship_condition_with_its_rule BEFORE INSERT ON hardship_condition
    FOR EACH ROW EXECUTE FUNCTION refuse_addition_to_hardship_rule();
CREATE TRIGGER hardship_rule_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON hardship_rule
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hardship_item_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON hardship_item
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hardship_condition_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON hardship_condition
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Unions by the region they are for, from the county up.
CREATE INDEX organisation_region ON organisation (region_code) WHERE level IN ('PROVINCE', 'CITY', 'COUNTY') AND closed_on IS NULL;

-- What holds everywhere until an office writes its own. Tiers, costs, private schools and migrant workers are as in general use;
-- which incomes and expenses count in full is a sample.
INSERT INTO hardship_rule (region_code, version, valid_from, deep_percent, relative_percent, accident_percent, is_sample, source)
VALUES ('000000', 1, '2016-01-01', 100, 200, 80, true, '通行的困难职工认定办法；计入哪些收入和支出为示例，以本地工会文件为准');

INSERT INTO hardship_item (region_code, rule_version, side, kind, position, word, help, counted_percent, is_accident, evidence, source)
SELECT '000000', 1, v.* FROM (VALUES
    ('INCOME', 'WAGE', 1, '工资、打工的收入', '到手的钱：工资、奖金、加班费、零工钱，全家加在一起。', 100, false, '近半年的工资单或银行流水', '可支配收入，按全额计（示例）'),
    ('INCOME', 'PENSION', 2, '养老金、退休金', '包括城乡居民养老金。', 100, false, '养老金发放记录', '可支配收入，按全额计（示例）'),
    ('INCOME', 'BUSINESS', 3, '做买卖、种养的收入', '去掉本钱以后剩下的。', 100, false, '营业执照、进出账，或村（居）委会证明', '可支配收入，按全额计（示例）'),
    ('INCOME', 'PROPERTY', 4, '房租、利息这类收入', '租房子、租地、存款利息、分红。', 100, false, '租房合同、存款记录', '可支配收入，按全额计（示例）'),
    ('INCOME', 'SUPPORT', 5, '赡养费、抚养费，失业金', '不住在一起的家人按约定给的钱，失业保险金。', 100, false, '协议、判决书，或领取记录', '可支配收入，按全额计（示例）'),
    ('INCOME', 'OTHER', 6, '其他收入', '上面没有说到的。', 100, false, '能说明来源的凭证', '可支配收入，按全额计（示例）'),
    ('INCOME', 'SPECIAL', 7, '优待抚恤金、奖学金、临时救助', '照实填就行，这些一般不算进收入。', 0, false, '领取记录', '不计入家庭收入（示例）'),
    ('EXPENSE', 'MEDICAL', 1, '看病、受伤自己花的钱', '医保和互助报销以后，自己掏的部分。', 100, true, '诊断书、医疗费结算单', '必需的医疗支出，按自付部分计（示例）'),
    ('EXPENSE', 'SCHOOLING', 2, '孩子上学的学费、住宿费', '按公办学校标准交的学费、书本费、住宿费。', 100, false, '学校收费单据、录取通知书或学生证', '必需的教育支出（示例）'),
    ('EXPENSE', 'DISABILITY', 3, '残疾康复、长期护理的钱', '康复训练、辅助器具、请人照护。', 100, false, '残疾证、康复或护理收费单据', '必需的残疾康复支出（示例）'),
    ('EXPENSE', 'HOUSING', 4, '唯一住房的房租', '没有自己的房子，租房住的。', 100, false, '租房合同、付款记录', '唯一住房的租金（示例）'),
    ('EXPENSE', 'DISASTER', 5, '受灾、出事后的必需花费', '修房子、丧葬、赔偿这类，不是看病的钱。', 100, false, '事故认定书、受灾证明、付款凭证', '灾害和意外事故的必需支出（示例）')
) AS v (side, kind, position, word, help, counted_percent, is_accident, evidence, source);

INSERT INTO hardship_condition (region_code, rule_version, code, position, question, migrants_only, bars_when, evidence, source) VALUES
    ('000000', 1, 'PRIVATE_SCHOOL', 1, '有孩子在收费超过公办学校两倍的民办学校上学吗？', false, 'YES', '学校收费单据', '通行的认定办法：排除情形'),
    ('000000', 1, 'STUDY_ABROAD', 2, '有孩子自费在国外上学吗？', false, 'YES', '录取通知书、缴费单据', '通行的认定办法：排除情形'),
    ('000000', 1, 'LABOUR_A_YEAR', 3, '在现在的城市，劳动关系满一年了吗？', true, 'NO', '劳动合同、工资或社保记录', '通行的认定办法：困难农民工'),
    ('000000', 1, 'LIVES_IN_CITY', 4, '现在就住在这个城市里吗？', true, 'NO', '居住证或租房合同', '通行的认定办法：困难农民工');

INSERT INTO retention_cover (table_name, exempt) VALUES
    ('hardship_rule', '公开的认定规则'), ('hardship_item', '公开的认定规则'), ('hardship_condition', '公开的认定规则');
