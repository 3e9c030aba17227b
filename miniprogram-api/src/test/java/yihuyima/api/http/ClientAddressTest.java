package yihuyima.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private static final Set<String> PROXIES = Set.of("10.0.0.1", "10.0.0.2");

  private static String of(String remote, String... lines) {
    return ClientAddress.of(remote, List.of(lines), PROXIES);
  }

  @Test
  void whatAStrangerSaysOfItselfIsNotBelieved() {
    assertThat(of("203.0.113.5", "198.51.100.1")).isEqualTo("203.0.113.5");
    assertThat(of("10.0.0.1", "198.51.100.1, 203.0.113.5")).isEqualTo("203.0.113.5");
  }

  @Test
  void proxyThatAddsALineIsReadAsOneThatAddsToTheLast() {
    assertThat(of("10.0.0.1", "198.51.100.1", "203.0.113.5")).isEqualTo("203.0.113.5");
    assertThat(of("10.0.0.1", "198.51.100.1, 198.51.100.2", "203.0.113.5"))
        .isEqualTo("203.0.113.5");
  }

  @Test
  void proxyBehindAProxyIsSeenThrough() {
    assertThat(of("10.0.0.1", "198.51.100.1, 203.0.113.5, 10.0.0.2")).isEqualTo("203.0.113.5");
    assertThat(of("10.0.0.1", "203.0.113.5", "10.0.0.2")).isEqualTo("203.0.113.5");
  }

  @Test
  void whatIsNoAddressIsNobody() {
    assertThat(of("10.0.0.1")).isEqualTo("10.0.0.1");
    assertThat(of("10.0.0.1", "unknown")).isEqualTo("10.0.0.1");
    assertThat(of("10.0.0.1", "203.0.113.5, _hidden")).isEqualTo("10.0.0.1");
    assertThat(of("10.0.0.1", "2001:db8::7")).isEqualTo("2001:db8::7");
  }

  @Property
  void anyHeaderGivesAnAddressOrTheProxy(@ForAll List<String> lines) {
    assertThat(ClientAddress.of("10.0.0.1", lines, PROXIES)).matches("[0-9a-fA-F:.]{2,45}");
  }
}
