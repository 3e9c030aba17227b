package yihuyima.api.identity.secondfactor;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import yihuyima.api.secret.BlindIndex;

/**
 * Ten codes on paper for the day the phone is gone, such as {@code 7K3QD-X9MTA}: 50 bits each, in
 * letters that are not mistaken for digits.
 *
 * <p>Their hashes are slow and need no key: nobody has the code to hash it anew when a key changes.
 */
final class RecoveryCodes {
  /** How many are given out at once. */
  static final int COUNT = 10;

  private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 10;

  /** Who has the database tries 2⁵⁰ codes at so many rounds each. */
  private static final int ROUNDS = 100_000;

  private static final int HASH_BITS = 256;

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

  /** What is stored of a code. Takes tens of milliseconds: not on an event loop. */
  static byte[] hash(long staffId, String typed) {
    byte[] salt = ("yihuyima recovery code|" + staffId).getBytes(StandardCharsets.US_ASCII);
    PBEKeySpec spec = new PBEKeySpec(plain(typed).toCharArray(), salt, ROUNDS, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no PBKDF2", e);
    }
  }

  /**
   * What may be stored of a code: codes of before have a hash under the index key, and are good
   * until that key is changed.
   */
  static List<byte[]> hashes(BlindIndex index, long staffId, String typed) {
    return List.of(
        hash(staffId, typed),
        index.of(BlindIndex.Kind.RECOVERY_CODE, staffId + "/" + plain(typed)));
  }

  /** As typed: hyphens, case and letters that look like digits do not count. */
  private static String plain(String typed) {
    return typed
        .replace("-", "")
        .replace(" ", "")
        .toUpperCase(Locale.ROOT)
        .replace('O', '0')
        .replace('I', '1')
        .replace('L', '1');
  }
}
