package yihuyima.api.form;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A citizen's ID number by GB 11643: 18 characters, the last a check; one of 15 digits, given out
 * before 1999, is made 18 long.
 *
 * @param number 18 characters, the last a digit or {@code X}
 */
record IdNumber(String number) {
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";
  private static final Pattern FORM = Pattern.compile("[0-9]{17}[0-9X]");
  private static final Pattern OLD_FORM = Pattern.compile("[0-9]{15}");

  /** First two digits by GB/T 2260; 81 to 83 are those of residence permits. */
  private static final Set<String> PROVINCES =
      Set.of(
          "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
          "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
          "65", "71", "81", "82", "83");

  /** Of invented people: there is no such region. */
  private static final String INVENTED = "99";

  /** Why a number is none; the text says how to mend it. */
  enum Fault {
    FORM("身份证号应为18位，最后一位是数字或X"),
    REGION("身份证号前两位不是已有的省份代码"),
    DAY("身份证号中的出生日期不存在"),
    CHECK("身份证号最后一位校验不对，请逐位核对");

    private final String mend;

    Fault(String mend) {
      this.mend = mend;
    }

    String mend() {
      return mend;
    }
  }

  /** A number, or its first fault; {@code converted} from 15 digits. */
  record Read(Optional<IdNumber> number, Optional<Fault> fault, boolean converted) {}

  /**
   * Reads a number.
   *
   * @param inventedToo whether numbers of invented people are taken, as in the demo
   */
  static Read read(String typed, boolean inventedToo) {
    boolean old = OLD_FORM.matcher(typed).matches();
    String head = old ? typed.substring(0, 6) + "19" + typed.substring(6) : typed;
    String whole = old ? head + check(head) : typed;
    Optional<Fault> fault = fault(whole, inventedToo);
    return new Read(
        fault.isPresent() ? Optional.empty() : Optional.of(new IdNumber(whole)),
        fault,
        old && fault.isEmpty());
  }

  private static Optional<Fault> fault(String whole, boolean inventedToo) {
    if (!FORM.matcher(whole).matches()) {
      return Optional.of(Fault.FORM);
    }
    String province = whole.substring(0, 2);
    if (!PROVINCES.contains(province) && !(inventedToo && province.equals(INVENTED))) {
      return Optional.of(Fault.REGION);
    }
    if (day(whole).isEmpty()) {
      return Optional.of(Fault.DAY);
    }
    return whole.charAt(17) == check(whole) ? Optional.empty() : Optional.of(Fault.CHECK);
  }

  private static Optional<LocalDate> day(String whole) {
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(whole.substring(6, 10)),
              Integer.parseInt(whole.substring(10, 12)),
              Integer.parseInt(whole.substring(12, 14))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static char check(String head) {
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += WEIGHTS[i] * (head.charAt(i) - '0');
    }
    return CHECKS.charAt(sum % 11);
  }

  LocalDate bornOn() {
    return day(number).orElseThrow();
  }

  /** {@code M} or {@code F}. */
  String sex() {
    return (number.charAt(16) - '0') % 2 == 1 ? "M" : "F";
  }

  /** Says nothing of whose it is. */
  @Override
  public String toString() {
    return "IdNumber";
  }
}
