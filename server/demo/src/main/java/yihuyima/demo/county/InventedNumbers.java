package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives out numbers that are well formed and nobody's, each once: ID numbers of regions that begin
 * with 99, phones that begin with 100, cards that begin with 99.
 */
final class InventedNumbers {
  private static final int[] ID_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String ID_CHECKS = "10X98765432";

  /** The last of the three digits before the check is odd for men, even for women. */
  private static final int PER_DAY_AND_SEX = 499;

  private static final int REGION_FIRST = 990_123;
  private static final int REGION_LAST = 999_999;

  /** Seven digits after the prefix, stepped through so that neighbours do not look alike. */
  private static final long PHONES = 10_000_000;

  private static final long PHONE_STEP = 7_368_787;

  /** Of households. */
  static final int PHONES_OF_HOUSEHOLDS = 1000;

  /** Of staff: apart, so that a household's phone does not change with the size of the county. */
  static final int PHONES_OF_STAFF = 1001;

  /** Sixteen digits between 99 and the check digit. */
  private static final long CARDS = 10_000_000_000_000_000L;

  private static final long CARD_STEP = 6_180_339_887_498_949L;

  private final long phonePrefix;
  private final Map<Long, Integer> givenByDayAndSex = new HashMap<>();
  private long phones;
  private long cards;

  /** Its phones begin with these four digits. */
  InventedNumbers(int phonePrefix) {
    this.phonePrefix = phonePrefix;
  }

  /** An ID number by GB 11643. */
  String idNumber(LocalDate bornOn, boolean male) {
    long key = bornOn.toEpochDay() * 2 + (male ? 1 : 0);
    int number = givenByDayAndSex.merge(key, 1, Integer::sum) - 1;
    int region = REGION_FIRST + number / PER_DAY_AND_SEX;
    if (region > REGION_LAST) {
      throw new IllegalStateException("no ID numbers are left for " + bornOn);
    }
    int sequence = (number % PER_DAY_AND_SEX) * 2 + (male ? 1 : 2);
    String head =
        "%06d%04d%02d%02d%03d"
            .formatted(
                region, bornOn.getYear(), bornOn.getMonthValue(), bornOn.getDayOfMonth(), sequence);
    return head + idCheck(head);
  }

  /** The check character of the first seventeen. */
  static char idCheck(String head) {
    int sum = 0;
    for (int i = 0; i < ID_WEIGHTS.length; i++) {
      sum += ID_WEIGHTS[i] * (head.charAt(i) - '0');
    }
    return ID_CHECKS.charAt(sum % 11);
  }

  /** Eleven digits of a range that no operator has. */
  String phone() {
    long number = phones++;
    if (number >= PHONES) {
      throw new IllegalStateException("no phones are left");
    }
    return Long.toString(phonePrefix * PHONES + (number * PHONE_STEP + 1_234_567) % PHONES);
  }

  /** Nineteen digits that satisfy Luhn. */
  String card() {
    long middle = (++cards * CARD_STEP % CARDS + CARDS) % CARDS;
    String head = "99%016d".formatted(middle);
    return head + luhnCheck(head);
  }

  /** The digit that makes the whole satisfy Luhn. */
  static int luhnCheck(String head) {
    int sum = 0;
    for (int i = 0; i < head.length(); i++) {
      int digit = head.charAt(head.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit * 2 : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return (10 - sum % 10) % 10;
  }
}
