package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

/** Parse and print are each other's inverse, and nothing typed makes parsing fail. */
class HouseholdCodePropertyTest {

  @Property
  void parsingUndoesPrinting(
      @ForAll @LongRange(min = 1) long household, @ForAll @IntRange(min = 1, max = 255) int gen) {
    HouseholdCode code = Given.MINT.mint(household, gen);
    assertThat(Given.valid(HouseholdCode.parse(code.canonical()))).isEqualTo(code);
    assertThat(Given.valid(HouseholdCode.parse(code.printed()))).isEqualTo(code);
    assertThat(Given.valid(HouseholdCode.parse(code.printed().toLowerCase(Locale.ROOT))))
        .isEqualTo(code)
        .hasSameHashCodeAs(code);
  }

  @Property(tries = 5000)
  void parsingNeverThrows(@ForAll String typed) {
    assertThat(HouseholdCode.parse(typed)).isNotNull();
  }

  @Property(tries = 5000)
  void whatParsesPrintsTheSameCharacters(
      @ForAll @CharRange(from = '!', to = 'z') @StringLength(min = 14, max = 18) String typed) {
    if (HouseholdCode.parse(typed) instanceof CodeReading.Valid valid) {
      assertThat(Given.valid(HouseholdCode.parse(valid.code().canonical())))
          .isEqualTo(valid.code());
    }
  }

  @Property
  void anyFourteenCharactersCanBeChecked(
      @ForAll @IntRange(max = 31) int value, @ForAll @IntRange(min = 1, max = 13) int at) {
    int[] word = new int[HouseholdCode.CHARS];
    word[0] = 1;
    word[at] = value;
    HouseholdCode code = HouseholdCode.ofData(word);
    assertThat(HouseholdCode.parse(code.canonical())).isEqualTo(new CodeReading.Valid(code));
  }
}
