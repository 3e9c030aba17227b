package yihuyima.demo.county;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invented tree: country, province, cities, counties, towns and trades, grassroots unions of
 * about 25 households. Up to 10,000 households live in two counties, 安和 and its small neighbour 宁川;
 * more households mean more counties, ten to a city.
 */
final class UnionTree {
  static final int HOUSEHOLDS_A_UNION = 25;

  /** The two counties of the first city hold so many; each further county as many at most. */
  static final int HOUSEHOLDS_A_COUNTY = 10_000;

  /** Of the first two counties' households; the rest is ours. */
  private static final int NEIGHBOUR_SHARE = 20;

  private static final int COUNTIES_A_CITY = 10;
  private static final int COUNTIES_MAX = 900;
  private static final int TOWNS_A_COUNTY = 12;
  private static final String HOTLINE = "0099-8812351";

  private static final List<String> TOWNS =
      List.of(
          "城关镇总工会",
          "河口镇总工会",
          "青石镇总工会",
          "柳林镇总工会",
          "东溪街道总工会",
          "西溪街道总工会",
          "云台镇总工会",
          "工业园区总工会",
          "建筑业工会联合会",
          "交通运输工会联合会",
          "教育工会联合会",
          "卫生健康工会联合会");
  private static final List<String> ENTERPRISES =
      List.of(
          "云锦", "安泰", "和顺", "永盛", "恒昌", "德润", "福源", "广济", "瑞丰", "同兴", "万和", "金穗", "长青", "宏远", "新安",
          "正大", "明德", "嘉禾", "清河", "东升", "南山", "北岭", "西川", "华兴", "隆昌", "民生", "康宁", "惠民", "丰泽", "兴隆",
          "光华", "启明", "天成", "松岭", "白河", "红旗", "前进", "团结", "胜利", "先锋");
  private static final List<String> TRADES =
      List.of(
          "纺织厂", "机械厂", "水泥厂", "陶瓷厂", "食品公司", "环卫公司", "公交公司", "物流公司", "家政公司", "矿业公司", "化肥厂", "印刷厂",
          "服装厂", "建筑公司", "供水公司", "快递站点");

  /**
   * A county with its grassroots unions; household {@code j} of it belongs to union {@code j / 25}.
   *
   * @param firstHouseholdId ids of its households follow each other from here
   */
  record County(
      Organisation union, int households, long firstHouseholdId, List<Organisation> grassroots) {
    String regionCode() {
      return union.regionCode();
    }

    Organisation unionOf(int household) {
      return grassroots.get(household / HOUSEHOLDS_A_UNION);
    }
  }

  private final List<Organisation> organisations = new ArrayList<>();
  private final List<Organisation> cities = new ArrayList<>();
  private final List<County> counties = new ArrayList<>();
  private final Organisation province;
  private long households;

  UnionTree(int households) {
    Organisation country = add(null, "COUNTRY", "999999", "全国总工会（演示）", null, false);
    province = add(country, "PROVINCE", "990000", "东安省总工会", null, false);
    int home = Math.min(households, HOUSEHOLDS_A_COUNTY);
    int neighbour = Math.max(1, home / NEIGHBOUR_SHARE);
    Organisation city = city(1, "云溪市总工会");
    county(city, "990123", "安和县", home - neighbour);
    county(city, "990124", "宁川县", neighbour);
    addFurther(households - home);
  }

  private void addFurther(int left) {
    int size = Math.max(HOUSEHOLDS_A_COUNTY, left / COUNTIES_MAX + 1);
    for (int number = 0; left > 0; number++) {
      int cityNumber = 2 + number / COUNTIES_A_CITY;
      int inCity = number % COUNTIES_A_CITY;
      if (inCity == 0) {
        city(cityNumber, "示例" + cityNumber + "市总工会");
      }
      String region = "99%02d%02d".formatted(cityNumber, 21 + inCity);
      String name = "示例%d市%d县".formatted(cityNumber, inCity + 1);
      county(cities.getLast(), region, name, Math.min(size, left));
      left -= size;
    }
  }

  private Organisation city(int number, String name) {
    Organisation city = add(province, "CITY", "99%02d00".formatted(number), name, null, false);
    cities.add(city);
    return city;
  }

  private void county(Organisation city, String regionCode, String name, int size) {
    Organisation union = add(city, "COUNTY", regionCode, name + "总工会", HOTLINE, false);
    int unions = (size + HOUSEHOLDS_A_UNION - 1) / HOUSEHOLDS_A_UNION;
    List<Organisation> grassroots = new ArrayList<>();
    int towns = Math.min(TOWNS_A_COUNTY, unions);
    for (int town = 0; town < towns; town++) {
      Organisation at = add(union, "TOWN", regionCode, name + TOWNS.get(town), null, false);
      int until = (int) ((town + 1L) * unions / towns);
      while (grassroots.size() < until) {
        grassroots.add(grassroots(at, grassroots.size()));
      }
    }
    counties.add(new County(union, size, households + 1, grassroots));
    households += size;
  }

  private Organisation grassroots(Organisation town, int number) {
    String enterprise = ENTERPRISES.get(number % ENTERPRISES.size());
    String trade = TRADES.get((number + number / ENTERPRISES.size()) % TRADES.size());
    int again = number / (ENTERPRISES.size() * TRADES.size());
    String name = enterprise + trade + "工会" + (again == 0 ? "" : "第" + (again + 1) + "分会");
    // Every fifth station lets its cadres stand in for each other.
    return add(town, "GRASSROOTS", town.regionCode(), name, null, number % 5 == 4);
  }

  private Organisation add(
      @Nullable Organisation parent,
      String level,
      String regionCode,
      String name,
      @Nullable String hotline,
      boolean sharedPairing) {
    long id = organisations.size() + 1L;
    String path = (parent == null ? "." : parent.path()) + id + ".";
    Organisation added =
        new Organisation(
            id,
            parent == null ? null : parent.id(),
            level,
            regionCode,
            name,
            hotline,
            path,
            sharedPairing);
    organisations.add(added);
    return added;
  }

  List<Organisation> organisations() {
    return organisations;
  }

  /** The first city is 云溪, with the two counties of the stage. */
  List<Organisation> cities() {
    return cities;
  }

  /** The first is ours, the second its neighbour. */
  List<County> counties() {
    return counties;
  }

  County home() {
    return counties.getFirst();
  }

  County neighbour() {
    return counties.get(1);
  }

  boolean isHome(County county) {
    return county.firstHouseholdId() == home().firstHouseholdId();
  }

  boolean isNeighbour(County county) {
    return county.firstHouseholdId() == neighbour().firstHouseholdId();
  }
}
