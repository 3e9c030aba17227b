package yihuyima.api.partner;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PartnerAssertionPropertyTest {
  @Property
  void noTextThrowsOrIsTaken(@ForAll String a, @ForAll String b, @ForAll String c) {
    assertThat(PartnerAssertionTest.taken(a + "." + b + "." + c)).isFalse();
  }

  @Property
  void nothingThatIsSignedThrowsOrIsTakenForAnAssertion(@ForAll String a, @ForAll String b) {
    String header = PartnerAssertionTest.header().encode();

    assertThat(PartnerAssertionTest.taken(PartnerAssertionTest.signed(a, b))).isFalse();
    assertThat(PartnerAssertionTest.taken(PartnerAssertionTest.signed(header, a))).isFalse();
  }
}
