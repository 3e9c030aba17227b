package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One spelling for each address, because it is signed. */
class CodePrefixTest {

  @ParameterizedTest
  @CsvSource({
    "https://yhm.gh.cn,https://yhm.gh.cn,yhm.gh.cn",
    "HTTPS://YHM.GH.CN/,https://yhm.gh.cn,yhm.gh.cn",
    "https://yhm.gh.cn:443,https://yhm.gh.cn,yhm.gh.cn",
    "https://yhm.gh.cn:8443,https://yhm.gh.cn:8443,yhm.gh.cn:8443",
    "http://localhost:8080,http://localhost:8080,localhost:8080",
    "http://localhost:80/,http://localhost,localhost",
    "https://yhm.gh.cn:80,https://yhm.gh.cn:80,yhm.gh.cn:80",
    "https://xn--55q.cn,https://xn--55q.cn,xn--55q.cn",
    "http://[::1]:8080,http://[::1]:8080,[::1]:8080"
  })
  void oneSpelling(String given, String publicUrl, String host) {
    CodePrefix prefix = new CodePrefix(given);
    assertThat(prefix.publicUrl()).isEqualTo(publicUrl);
    assertThat(prefix.host()).isEqualTo(host);
    assertThat(new CodePrefix(publicUrl)).isEqualTo(prefix);
    assertThat(prefix.insecure()).isEqualTo(publicUrl.startsWith("http:"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yhm.gh.cn",
        "ftp://yhm.gh.cn",
        "https://",
        "https://user@yhm.gh.cn",
        "https://user:pw@yhm.gh.cn",
        "https://yhm.gh.cn/h",
        "https://yhm.gh.cn//",
        "https://yhm.gh.cn?x",
        "https://yhm.gh.cn#x",
        "https://yhm.gh.cn:0",
        "https://yhm.gh.cn:65536",
        "https://yhm.gh.cn:",
        "https://yhm..cn",
        "https://.cn",
        "https://-a.cn",
        "https://a-.cn",
        "https://户.cn",
        "https://yhm.gh.cn\n",
        " https://yhm.gh.cn",
        "https://yhm|gh.cn"
      })
  void anythingElseIsRefused(String given) {
    assertThatThrownBy(() -> new CodePrefix(given)).isInstanceOf(IllegalArgumentException.class);
    assertThat(CodePrefix.parse(given)).isEmpty();
  }

  @Test
  void longAddressesAreRefused() {
    String name = "https://" + "a.".repeat(45) + "cn";
    assertThat(name).hasSize(CodePrefix.URL_CHARS_MAX);
    assertThat(CodePrefix.parse(name)).isPresent();
    assertThat(CodePrefix.parse(name + "x")).isEmpty();
    assertThat(CodePrefix.parse(null)).isEmpty();
  }
}
