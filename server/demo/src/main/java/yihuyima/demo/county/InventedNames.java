package yihuyima.demo.county;

import java.util.List;

/**
 * Names that read like names: ordinary surnames, and for everybody the same first character of the
 * given name, 示 ("shown"), as a family would share its generation's.
 */
final class InventedNames {
  private static final List<String> SURNAMES =
      split("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜");

  private static final List<String> MEN = split("安平康宁和健强志刚明远诚厚勤俭海山松柏林峰川江河田野春秋东南国民兴业成立新学文武");
  private static final List<String> WOMEN = split("宁和安静秀英兰梅菊莲芳芬香玉珍珠云霞月晴雨雪春秋冬慧敏淑贤惠心怡文雅洁清荷竹青");

  private InventedNames() {}

  static String surname(Draw draw) {
    return draw.of(SURNAMES);
  }

  static String full(String surname, boolean male, Draw draw) {
    return surname + "示" + draw.of(male ? MEN : WOMEN);
  }

  static String full(Draw draw) {
    return full(surname(draw), draw.percent(50), draw);
  }

  private static List<String> split(String characters) {
    return characters.codePoints().mapToObj(Character::toString).toList();
  }
}
