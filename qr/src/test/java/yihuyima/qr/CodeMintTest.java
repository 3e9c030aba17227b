package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Minting gives the same codes for ever: cards hang on walls. */
class CodeMintTest {

  /** Computed once, by another program in another language. A change here breaks issued cards. */
  @ParameterizedTest
  @CsvSource({
    "1,1,1A0DJD9YN8Z6DWDP",
    "1,2,1W1XGT9F4B4AK6JB",
    "2,1,1XY0DWNSYJ72Q5MG",
    "42,1,1W46ZD0PP35B9RBT",
    "10000000,255,1RZVM6E0HG72YK3B",
    "9223372036854775807,1,1P094SG3CJRRAQ7M"
  })
  void codesNeverChange(long household, int generation, String code) {
    assertThat(Given.MINT.mint(household, generation).canonical()).isEqualTo(code);
  }

  @Test
  void theKeyDecides() {
    byte[] secret = new byte[64];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) i;
    }
    assertThat(new CodeMint(new MintKey(2, secret)).mint(1, 1).canonical())
        .isEqualTo("1N1RV0HC0CB42KKA");
  }

  @Test
  void noTwoCardsShareACode() {
    Set<HouseholdCode> codes = new HashSet<>();
    for (int household = 1; household <= 20_000; household++) {
      codes.add(Given.MINT.mint(household, 1));
      codes.add(Given.MINT.mint(household, 2));
    }
    assertThat(codes).hasSize(40_000);
  }

  @Test
  void everyKeyedCharacterTakesEveryValue() {
    int[][] seen = new int[HouseholdCode.CHARS][32];
    int households = 6400;
    for (int household = 1; household <= households; household++) {
      String code = Given.code(household).canonical();
      for (int at = 0; at < code.length(); at++) {
        seen[at][Crockford.value(code.charAt(at))]++;
      }
    }
    for (int at = 1; at < HouseholdCode.CHARS; at++) {
      for (int count : seen[at]) {
        assertThat(count).isBetween(200 - 80, 200 + 80); // 5.7 standard deviations around 200
      }
    }
    assertThat(seen[0][1]).isEqualTo(households);
  }

  @Test
  void outOfRangeIsRefused() {
    assertThatThrownBy(() -> Given.MINT.mint(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Given.MINT.mint(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Given.MINT.mint(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Given.MINT.mint(1, 256)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MintKey(1, new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MintKey(1, new byte[MintKey.SECRET_BYTES_MAX + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MintKey(256, new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSecretIsCopiedAndNotShown() {
    byte[] secret = Given.seed(65);
    MintKey key = new MintKey(3, secret);
    HouseholdCode before = new CodeMint(key).mint(1, 1);
    secret[0] = 0;
    key.secret()[0] = 0;
    assertThat(new CodeMint(key).mint(1, 1)).isEqualTo(before);
    assertThat(key).isEqualTo(new MintKey(3, Given.seed(65))).isNotEqualTo(new MintKey(3, secret));
    assertThat(key.toString()).isEqualTo("MintKey[id=3]");
    assertThat(new CodeMint(key).keyId()).isEqualTo(3);
  }
}
