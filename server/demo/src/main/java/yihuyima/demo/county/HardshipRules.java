package yihuyima.demo.county;

/**
 * The invented province's own rule: that of the whole country, with a cap on rents and further
 * excluding conditions. All of it invented.
 */
final class HardshipRules {
  /** Whose rule it is; its counties have none of their own. */
  static final String PROVINCE = "990000";

  /** In one transaction, as the tables ask for. */
  static final String WRITE =
      """
      INSERT INTO hardship_rule (region_code, version, valid_from, deep_percent, relative_percent, accident_percent, is_sample, source)
      SELECT '990000', 1, '2024-01-01', deep_percent, relative_percent, accident_percent, true, '东安省总工会困难职工认定办法（演示）'
        FROM hardship_rule
       WHERE region_code = '000000' AND version = 1;
      INSERT INTO hardship_item (region_code, rule_version, side, kind, position, word, help, counted_percent, cap_year_fen, is_accident,
             evidence, source)
      SELECT '990000', 1, side, kind, position, word, help, counted_percent,
             CASE WHEN kind = 'HOUSING' THEN 1200000 END, is_accident, evidence,
             '东安省认定办法（演示）' || CASE WHEN kind = 'HOUSING' THEN '：一年最多计12000元' ELSE '' END
        FROM hardship_item
       WHERE region_code = '000000' AND rule_version = 1;
      INSERT INTO hardship_condition (region_code, rule_version, code, position, question, migrants_only, bars_when, evidence, source)
      SELECT '990000', 1, code, position, question, migrants_only, bars_when, evidence, '东安省认定办法（演示）'
        FROM hardship_condition
       WHERE region_code = '000000' AND rule_version = 1;
      INSERT INTO hardship_condition (region_code, rule_version, code, position, question, bars_when, evidence, source) VALUES
          ('990000', 1, 'CAR', 11, '家里有小汽车吗？（拉货、跑出租等谋生用的不算，残疾人代步的也不算）', 'YES', '行驶证', '东安省认定办法（演示）'),
          ('990000', 1, 'SECOND_HOME', 12, '家里有两套或两套以上的房子吗？', 'YES', '不动产登记查询结果', '东安省认定办法（演示）'),
          ('990000', 1, 'COMPANY', 13, '家里有人开着公司、并且还在经营吗？（个体小摊小店不算）', 'YES', '市场主体登记信息', '东安省认定办法（演示）');
      """;

  private HardshipRules() {}
}
