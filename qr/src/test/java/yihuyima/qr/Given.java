package yihuyima.qr;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** The vocabulary of the tests: one key, one signer, one address, and codes made with them. */
final class Given {
  static final CodePrefix PREFIX = new CodePrefix("https://yhm.gh.cn");
  static final LocalDate ISSUED_ON = LocalDate.of(2026, 3, 15);
  static final CodeMint MINT =
      new CodeMint(
          new MintKey(1, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
  static final Ed25519Signer SIGNER = Ed25519Signer.of(7, seed(7));
  static final VerificationKeys KEYS = VerificationKeys.of(SIGNER.verifier());

  private Given() {}

  /** A seed of 32 equal bytes; tests only. */
  static byte[] seed(int value) {
    byte[] seed = new byte[Ed25519Signer.SEED_BYTES];
    Arrays.fill(seed, (byte) value);
    return seed;
  }

  static HouseholdCode code(long householdId) {
    return MINT.mint(householdId, 1);
  }

  static SignedCode signed(long householdId) {
    return signed(householdId, PREFIX);
  }

  static SignedCode signed(long householdId, CodePrefix prefix) {
    return SignedCode.sign(SIGNER, prefix, code(householdId), 1, ISSUED_ON);
  }

  /** An address for which {@code https://<host>/h/} has exactly this many characters (13–97). */
  static CodePrefix prefixOfLength(int characters) {
    int host = characters - "https://".length() - "/h/".length();
    String domain = ".cn".substring(0, Math.min(3, Math.max(0, host - 1)));
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < host - domain.length(); i++) {
      name.append(i % 20 == 10 && i + 1 < host - domain.length() ? '.' : 'h');
    }
    return new CodePrefix("https://" + name + domain);
  }

  /** The code of a reading that must be valid. */
  static HouseholdCode valid(CodeReading reading) {
    return switch (reading) {
      case CodeReading.Valid valid -> valid.code();
      case CodeReading.Mistyped mistyped -> throw new AssertionError(mistyped);
      case CodeReading.Malformed malformed -> throw new AssertionError(malformed);
    };
  }
}
