package yihuyima.api.identity.secondfactor;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import yihuyima.api.secret.BlindIndex;

/**
 * Ten codes on paper for the day the phone is gone, such as {@code 7K3QD-X9MTA}: 50 bits each, so
 * that their keyed hashes need no slow function, in letters that are not mistaken for digits.
 */
final class RecoveryCodes {
  /** How many are given out at once. */
  static final int COUNT = 10;

  private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 10;

  private RecoveryCodes() {}

  static List<String> create(SecureRandom random) {
    List<String> codes = new ArrayList<>(COUNT);
    for (int i = 0; i < COUNT; i++) {
      StringBuilder code = new StringBuilder(LENGTH + 1);
      for (int j = 0; j < LENGTH; j++) {
        code.append(j == LENGTH / 2 ? "-" : "")
            .append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      codes.add(code.toString());
    }
    return codes;
  }

  /** What is stored of a code, as typed: hyphens, spaces and case do not count. */
  static byte[] hash(BlindIndex index, long staffId, String typed) {
    String plain =
        typed.replace("-", "").toUpperCase(Locale.ROOT).replace('O', '0').replace('I', '1');
    return index.of(BlindIndex.Kind.RECOVERY_CODE, staffId + "/" + plain.replace('L', '1'));
  }
}
