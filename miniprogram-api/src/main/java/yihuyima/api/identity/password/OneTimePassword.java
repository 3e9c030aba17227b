package yihuyima.api.identity.password;

import java.security.SecureRandom;
import java.time.Duration;

/** A password that an administrator hands over once, such as {@code w7kq-3mxd-9htb}. */
public final class OneTimePassword {
  /** How long it opens the door to a password of one's own. */
  public static final Duration LIFE = Duration.ofDays(3);

  /** Letters that are neither mistaken for each other nor for digits, read out over a telephone. */
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 3;
  private static final int GROUP_LETTERS = 4;

  private OneTimePassword() {}

  /** A new one: 59 bits. */
  public static String create(SecureRandom random) {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP_LETTERS; i++) {
      password
          .append(i > 0 && i % GROUP_LETTERS == 0 ? "-" : "")
          .append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
