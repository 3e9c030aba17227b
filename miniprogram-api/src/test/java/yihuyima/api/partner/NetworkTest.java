package yihuyima.api.partner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "10.8.0.0/16, 10.8.0.0/16",
    "' 10.8.0.0/16 ', 10.8.0.0/16",
    "10.0.0.0/8, 10.0.0.0/8",
    "192.0.2.7, 192.0.2.7/32",
    "192.0.2.7/32, 192.0.2.7/32",
    "2001:db8::/32, 2001:db8:0:0:0:0:0:0/32",
    "2001:DB8:1::1, 2001:db8:1:0:0:0:0:1/128",
    "::ffff:192.0.2.7, 192.0.2.7/32"
  })
  void networkIsRead(String typed, String read) {
    assertThat(Network.parse(typed)).map(Network::text).contains(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.cn/24",
        "10.8.0.0/7",
        "0.0.0.0/0",
        "::/0",
        "2001:db8::/31",
        "10.8.0.1/16",
        "10.8.0.0/33",
        "10.8.0.0/",
        "10.8.0.0/016x",
        "10.8.0",
        "10.8.0.256",
        "999.1.1.1",
        "010.8.0.0/16",
        "10.8.0.0/16, 10.9.0.0/16",
        "2001:db8::1/64",
        "fe80::1%eth0",
        "::ffff:10.0.0.0/104",
        ":::",
        "1:2:3:4:5:6:7:8:9"
      })
  void whatIsNoNetworkOrTooWideIsNot(String typed) {
    assertThat(Network.parse(typed)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "::ffff:192.0.2.7, 192.0.2.7",
    "::1, 0:0:0:0:0:0:0:1",
    "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
    "fe80:0:0:0:0:0:0:1%2, fe80:0:0:0:0:0:0:1"
  })
  void addressIsReadWithoutItsZone(String text, String read) {
    assertThat(Network.address(text)).contains(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "10.0.0.0/8", "300.0.0.1", "example.cn"})
  void whatIsNoAddressIsNone(String text) {
    assertThat(Network.address(text)).isEmpty();
  }
}
