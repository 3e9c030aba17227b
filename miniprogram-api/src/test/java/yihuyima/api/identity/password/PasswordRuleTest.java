package yihuyima.api.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRuleTest {
  private static final List<String> NAMES = List.of("样示例", "安和县总工会");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short1!",
        "九个字符的密码不够",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "12341234123412",
        "1234567890",
        "0987654321",
        "qwertyuiop",
        "poiuytrewq",
        "ABCDEFGHIJK",
        "1qaz2wsx3edc",
        "password123",
        "Password@2026",
        "P@ssw0rd123",
        "woaini1314520",
        "admin123456",
        "gonghui@2026",
        "2024password",
        "yunxi-clerk-2026",
        "安和县总工会2026年",
        "我是样示例我的密码"
      })
  void whatGuessersTryFirstIsRefusedWithAReason(String password) {
    assertThat(PasswordRule.refusal(password, "yunxi-clerk", NAMES)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a long test password",
        "correct horse battery",
        "春天的风吹过云溪河边",
        "k7Wq-zR4t-Mm",
        "lowercaseonlybutnotcommon"
      })
  void lengthIsEnoughWithoutRulesOfComposition(String password) {
    assertThat(PasswordRule.refusal(password, "yunxi-clerk", NAMES)).isEmpty();
  }

  @Test
  void oneTimePasswordsAreTakenByTheRuleThemselves() {
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < 200; i++) {
      assertThat(PasswordRule.refusal(OneTimePassword.create(random), "staff", NAMES)).isEmpty();
    }
  }

  @Test
  void listIsLongAndBounded() {
    assertThat(CommonPasswords.count()).isBetween(5_000, 500_000);
  }
}
