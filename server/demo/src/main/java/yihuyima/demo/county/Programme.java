package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A micro-aid programme of a union.
 *
 * @param ceilingFen a fixed ceiling; null when it is a multiple of the minimum standard
 */
record Programme(
    long id,
    String code,
    String policyCode,
    Organisation union,
    String name,
    String gives,
    List<String> material,
    @Nullable Long ceilingFen,
    @Nullable Integer standardsDeep,
    @Nullable Integer standardsRelative,
    boolean needsFile,
    int checkWorkingDays,
    int approveWorkingDays,
    int payWorkingDays,
    LocalDate validFrom) {

  /** The most that one household may get in a year. */
  long ceilingFen(SampleHousehold household, int year) {
    if (ceilingFen != null) {
      return ceilingFen;
    }
    Integer standards = household.isDeep() ? standardsDeep : standardsRelative;
    if (standards == null) {
      throw new IllegalStateException("programme " + code + " has no ceiling");
    }
    return standards * LivingStandard.monthFen(year);
  }

  /** Ours has four, its neighbour one, each further city four. */
  static List<Programme> of(UnionTree tree) {
    List<Programme> all = new ArrayList<>();
    addFour(all, "", tree.home().union());
    all.add(living(all.size() + 1L, "_NINGCHUAN", tree.neighbour().union()));
    for (int i = 1; i < tree.cities().size(); i++) {
      addFour(all, "_CITY" + (i + 1), tree.cities().get(i));
    }
    return all;
  }

  /** The programme that carries out a policy for a household's union, if there is one. */
  static java.util.Optional<Programme> find(
      List<Programme> all, String policyCode, Organisation union) {
    return all.stream()
        .filter(p -> p.policyCode().equals(policyCode) && union.path().startsWith(p.union().path()))
        .findFirst();
  }

  private static void addFour(List<Programme> all, String suffix, Organisation union) {
    all.add(living(all.size() + 1L, suffix, union));
    all.add(
        new Programme(
            all.size() + 1L,
            "MEDICAL" + suffix,
            "MEDICAL_AID",
            union,
            "医疗救助",
            "帮付医保和互助报销后自己出的医药费",
            List.of("诊断证明的照片", "医药费结算单的照片"),
            2_000_000L,
            null,
            null,
            true,
            5,
            5,
            5,
            LocalDate.of(2025, 1, 1)));
    all.add(
        new Programme(
            all.size() + 1L,
            "SCHOOLING" + suffix,
            "SCHOOLING_AID",
            union,
            "子女助学",
            "帮付孩子上高中、职校、大学的学费和生活费",
            List.of("录取通知书或学生证的照片", "学费收据的照片"),
            null,
            10,
            10,
            true,
            5,
            5,
            5,
            LocalDate.of(2025, 1, 1)));
    all.add(
        new Programme(
            all.size() + 1L,
            "TEMPORARY" + suffix,
            "TEMPORARY_AID",
            union,
            "临时救助",
            "突然遇到难处时救急",
            List.of("能说明情况的照片，没有也可以先交"),
            300_000L,
            null,
            null,
            false,
            2,
            3,
            3,
            LocalDate.of(2025, 1, 1)));
  }

  private static Programme living(long id, String suffix, Organisation union) {
    return new Programme(
        id,
        "LIVING" + suffix,
        "LIVING_AID",
        union,
        "生活救助",
        "贴补日常生活",
        List.of("家庭收入情况的照片，如工资单或失业登记证"),
        null,
        12,
        10,
        true,
        5,
        5,
        5,
        LocalDate.of(2025, 1, 1));
  }
}
