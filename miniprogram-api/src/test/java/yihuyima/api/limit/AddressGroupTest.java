package yihuyima.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AddressGroupTest {
  @Test
  void addressesOfOneSubscriberCountAsOne() {
    assertThat(AddressGroup.of("2001:db8:1:2::1"))
        .isEqualTo(AddressGroup.of("2001:db8:1:2:ffff:1:2:3"))
        .isNotEqualTo(AddressGroup.of("2001:db8:1:3::1"));
    assertThat(AddressGroup.of("::ffff:203.0.113.5")).isEqualTo("203.0.113.5");
    assertThat(AddressGroup.of("203.0.113.5")).isEqualTo("203.0.113.5");
  }

  @Property
  void anyTextIsSomeGroup(@ForAll String text) {
    assertThat(AddressGroup.of(text)).isNotNull();
    assertThat(AddressGroup.of(text + ":")).isNotNull();
  }
}
