package yihuyima.api.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords of staff: Argon2id, in the usual text form. Slow and hungry on purpose: never on an
 * event loop.
 */
public final class Passwords {
  /** Memory in KiB, passes, lanes: the least that OWASP recommends for Argon2id. */
  private static final int MEMORY_KIB = 19 * 1024;

  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** What an unknown name is checked against, so that it takes as long as a known one. */
  private static final String NOBODY = hash("nobody has this password");

  private Passwords() {}

  /** The hash to store. */
  public static String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + MEMORY_KIB
        + ",t="
        + PASSES
        + ",p="
        + LANES
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(argon2(password, salt, MEMORY_KIB, PASSES, LANES));
  }

  /** Whether the password is the one of the hash. */
  public static boolean matches(String password, String stored) {
    String[] parts = stored.split("\\$", -1);
    if (parts.length != 6 || !parts[1].equals("argon2id")) {
      throw new IllegalStateException("not an Argon2id hash");
    }
    int memory = 0;
    int passes = 0;
    int lanes = 0;
    for (String parameter : parts[3].split(",", -1)) {
      int value = Integer.parseInt(parameter.substring(2));
      switch (parameter.charAt(0)) {
        case 'm' -> memory = value;
        case 't' -> passes = value;
        case 'p' -> lanes = value;
        default -> throw new IllegalStateException("not an Argon2id hash");
      }
    }
    byte[] salt = Base64.getDecoder().decode(parts[4]);
    byte[] wanted = Base64.getDecoder().decode(parts[5]);
    return MessageDigest.isEqual(wanted, argon2(password, salt, memory, passes, lanes));
  }

  /** Takes as long as {@link #matches} and is never true. */
  public static boolean matchesNobody(String password) {
    return matches(password, NOBODY) && password.isEmpty();
  }

  private static byte[] argon2(String password, byte[] salt, int memory, int passes, int lanes) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_BYTES];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
