package yihuyima.demo.county;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who works for the unions of the tree: in each county an office and one cadre for 40
 * households, and some people from outside. Those on the stage come first, so their ids are few and
 * known.
 */
public final class Roster {
  /** Households a cadre is paired with. */
  static final int HOUSEHOLDS_A_CADRE = 40;

  /** Each so-many-th household is also paired with somebody from outside the tree. */
  static final int OUTSIDE_EVERY = 50;

  /** Households of one person from outside: two or three, not one by one. */
  private static final int HOUSEHOLDS_AN_OUTSIDER = 2;

  /** A sign-in that the demo tells its user. */
  public record SignIn(String key, String loginName, String what) {}

  /** Keys are those of the file written with {@code --json}. */
  public static final List<SignIn> SIGN_INS =
      List.of(
          new SignIn("cadre", "cadre", "安和县的帮扶干部，结对40户"),
          new SignIn("office", "codes", "安和县总工会编码管理：发码、换码、作废"),
          new SignIn("checker", "checker", "安和县总工会初审"),
          new SignIn("approver", "approver", "安和县总工会审批"),
          new SignIn("fundClerk", "fund", "安和县总工会资金管理：发放、退回"),
          new SignIn("noticeClerk", "notice", "安和县总工会公示与动态"),
          new SignIn("auditor", "auditor", "安和县总工会审计：只看记录"),
          new SignIn("administrator", "admin", "安和县总工会系统管理"),
          new SignIn("paired", "paired", "结对责任人（工会以外的人），结对2户"),
          new SignIn("otherCadre", "other-cadre", "邻县（宁川县）的帮扶干部"),
          new SignIn("otherOffice", "other-codes", "邻县（宁川县）编码管理"),
          new SignIn("topmost", "top", "最上级工会系统管理：轮换密钥"));

  private final List<Staff> all = new ArrayList<>();
  private final List<long[]> cadres = new ArrayList<>();
  private final List<long[]> outsiders = new ArrayList<>();
  private final List<Long> checkers = new ArrayList<>();
  private final List<Long> approvers = new ArrayList<>();
  private final List<Long> clerks = new ArrayList<>();
  private final InventedNumbers numbers = new InventedNumbers(InventedNumbers.PHONES_OF_STAFF);
  private final Draw draw;

  Roster(UnionTree tree, long seed) {
    this.draw = Draw.of(seed, 0);
    onStage(tree);
    for (UnionTree.County county : tree.counties()) {
      office(tree, county);
      cadres.add(cadresOf(tree, county));
      outsiders.add(outsidersOf(tree, county));
    }
  }

  private void onStage(UnionTree tree) {
    Organisation home = tree.home().union();
    Organisation neighbour = tree.neighbour().union();
    for (SignIn signIn : SIGN_INS) {
      switch (signIn.key()) {
        case "cadre" -> add(tree.home().unionOf(0), signIn, "CADRE");
        case "office" -> add(home, signIn, "CODE_CLERK");
        case "checker" -> add(home, signIn, "CHECKER");
        case "approver" -> add(home, signIn, "APPROVER");
        case "fundClerk" -> add(home, signIn, "FUND_CLERK");
        case "noticeClerk" -> add(home, signIn, "NOTICE_CLERK");
        case "auditor" -> add(home, signIn, "AUDITOR");
        case "administrator" -> add(home, signIn, "ADMINISTRATOR");
        case "paired" -> add(home, signIn, null);
        case "otherCadre" -> add(tree.neighbour().unionOf(0), signIn, "CADRE");
        case "topmost" -> add(tree.organisations().getFirst(), signIn, "ADMINISTRATOR");
        case "otherOffice" -> add(neighbour, signIn, "CODE_CLERK");
        default -> throw new IllegalStateException(signIn.key());
      }
    }
  }

  private void add(Organisation union, SignIn signIn, @Nullable String role) {
    String unit = role == null ? "安和县青石镇卫生院" : union.name();
    add(union, signIn.loginName(), unit, role, signIn.what());
  }

  private long add(
      Organisation union, String loginName, String unit, @Nullable String role, String what) {
    long id = all.size() + 1L;
    all.add(
        new Staff(
            id,
            union,
            loginName,
            InventedNames.full(draw),
            unit,
            numbers.phone(),
            role == null,
            role == null ? List.of() : List.of(role),
            what));
    return id;
  }

  private void office(UnionTree tree, UnionTree.County county) {
    if (tree.isHome(county)) {
      checkers.add(idOf("checker"));
      approvers.add(idOf("approver"));
      clerks.add(idOf("fund"));
      return;
    }
    Organisation union = county.union();
    String region = county.regionCode();
    if (!tree.isNeighbour(county)) {
      add(union, "codes-" + region, union.name(), "CODE_CLERK", "");
    }
    checkers.add(add(union, "checker-" + region, union.name(), "CHECKER", ""));
    approvers.add(add(union, "approver-" + region, union.name(), "APPROVER", ""));
    clerks.add(add(union, "fund-" + region, union.name(), "FUND_CLERK", ""));
  }

  private long[] cadresOf(UnionTree tree, UnionTree.County county) {
    long[] ids = new long[(county.households() + HOUSEHOLDS_A_CADRE - 1) / HOUSEHOLDS_A_CADRE];
    for (int i = 0; i < ids.length; i++) {
      Organisation station = county.unionOf(i * HOUSEHOLDS_A_CADRE);
      if (i == 0 && tree.isHome(county)) {
        ids[i] = idOf("cadre");
      } else if (i == 0 && tree.isNeighbour(county)) {
        ids[i] = idOf("other-cadre");
      } else {
        String login = "cadre-%s-%d".formatted(county.regionCode(), i + 1);
        ids[i] = add(station, login, station.name(), "CADRE", "");
      }
    }
    return ids;
  }

  private long[] outsidersOf(UnionTree tree, UnionTree.County county) {
    int paired = (county.households() + OUTSIDE_EVERY - 1) / OUTSIDE_EVERY;
    long[] ids = new long[(paired + HOUSEHOLDS_AN_OUTSIDER - 1) / HOUSEHOLDS_AN_OUTSIDER];
    for (int i = 0; i < ids.length; i++) {
      if (i == 0 && tree.isHome(county)) {
        ids[i] = idOf("paired");
      } else {
        String login = "paired-%s-%d".formatted(county.regionCode(), i + 1);
        String unit = county.union().name().replace("总工会", "") + "第" + (i + 1) + "中学";
        ids[i] = add(county.union(), login, unit, null, "");
      }
    }
    return ids;
  }

  List<Staff> all() {
    return all;
  }

  /** The cadre paired with a household. */
  long cadreOf(int county, int household) {
    return cadres.get(county)[household / HOUSEHOLDS_A_CADRE];
  }

  /** The person from outside who is paired with it as well; null for most households. */
  @Nullable Long outsiderOf(int county, int household) {
    // Not the first of all: the cadre alone is paired with the household on stage.
    return household % OUTSIDE_EVERY == 3
        ? (Long) outsiders.get(county)[household / OUTSIDE_EVERY / HOUSEHOLDS_AN_OUTSIDER]
        : null;
  }

  long checkerOf(int county) {
    return checkers.get(county);
  }

  long approverOf(int county) {
    return approvers.get(county);
  }

  long fundClerkOf(int county) {
    return clerks.get(county);
  }

  Staff byId(long id) {
    return all.get((int) id - 1);
  }

  /** The id of somebody on the stage. */
  public static long idOf(String loginName) {
    for (int i = 0; i < SIGN_INS.size(); i++) {
      if (SIGN_INS.get(i).loginName().equals(loginName)) {
        return i + 1L;
      }
    }
    throw new IllegalArgumentException("nobody on the stage signs in as " + loginName);
  }
}
