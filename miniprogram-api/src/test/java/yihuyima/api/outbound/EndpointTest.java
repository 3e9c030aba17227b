package yihuyima.api.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "https://api.weixin.qq.com, api.weixin.qq.com",
    "https://api.weixin.qq.com:443, api.weixin.qq.com",
    "https://api.weixin.qq.com:8443, api.weixin.qq.com:8443",
    "http://127.0.0.1:2000, 127.0.0.1:2000",
    "http://localhost, localhost"
  })
  void theAuthorityIsWhatTheHostHeaderSays(String base, String authority) {
    assertThat(new Endpoint(URI.create(base)).authority()).isEqualTo(authority);
  }

  @Test
  void aPathOfTheBaseStandsBeforeThePathOfTheRequest() {
    assertThat(new Endpoint(URI.create("https://proxy.example/wx/")).request("/sns?x=1").getURI())
        .isEqualTo("/wx/sns?x=1");
    assertThat(new Endpoint(URI.create("https://proxy.example")).request("/sns").getURI())
        .isEqualTo("/sns");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.weixin.qq.com",
        "http://127.0.0.1.example.com",
        "ftp://127.0.0.1",
        "/relative",
        "https://user:pass@api.weixin.qq.com",
        "https://api.weixin.qq.com?x=1"
      })
  void whatIsNotSafeToSendSecretsToIsRefused(String base) {
    assertThatThrownBy(() -> new Endpoint(URI.create(base)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
