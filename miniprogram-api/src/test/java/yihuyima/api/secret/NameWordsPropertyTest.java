package yihuyima.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** How names are written and cut does not matter for finding them. */
class NameWordsPropertyTest {
  private static final NameIndex INDEX = new NameIndex(KeyRings.fixed(ring(1)));

  private static KeyRing ring(int seed) {
    byte[] seal = new byte[32];
    byte[] index = new byte[32];
    Arrays.fill(index, (byte) seed);
    return KeyRing.of(new FieldKeys(1, java.util.Map.of(1, seal), index));
  }

  @Provide
  static Arbitrary<String> names() {
    Arbitrary<String> characters =
        Arbitraries.of("王", "李", "小", "明", "𠮷", "买", "提", "艾", "力", "A", "b", "〇", "五", "伍");
    return characters.list().ofMinSize(1).ofMaxSize(20).map(list -> String.join("", list));
  }

  /** The same name as somebody else would write it. */
  private static String otherwise(String name, int choice) {
    StringBuilder other = new StringBuilder();
    List<String> between = List.of("", " ", "\u3000", "·", "•", "・", "‧", ".", "．");
    name.codePoints()
        .forEach(
            c -> {
              int written = c;
              if (c < 128 && choice % 2 == 1) {
                written = Character.toUpperCase(c) + 0xFEE0;
              }
              other
                  .appendCodePoint(written)
                  .append(between.get(Math.floorMod(choice + c, between.size())));
            });
    return other.toString().replace("五", choice % 3 == 0 ? "伍" : "五");
  }

  @Property
  void writingDoesNotMatter(@ForAll("names") String name, @ForAll int choice) {
    String other = otherwise(name, choice);
    assertThat(NameWords.normal(other)).isEqualTo(NameWords.normal(name));
    assertThat(NameWords.normal(NameWords.normal(name))).isEqualTo(NameWords.normal(name));
    assertThat(NameWords.matches(other, name)).isTrue();
  }

  @Property
  void everyPieceOfANameFindsIt(
      @ForAll("names") String name, @ForAll int from, @ForAll int to, @ForAll int choice) {
    int[] points = name.codePoints().toArray();
    int begin = Math.floorMod(from, points.length);
    int end = begin + 1 + Math.floorMod(to, points.length - begin);
    String piece = otherwise(new String(points, begin, end - begin), choice);

    assertThat(NameWords.matches(name, piece)).isTrue();
    assertThat(boxed(INDEX.of(List.of(7L), name).tokens()))
        .containsAll(boxed(INDEX.sought(7, piece).getFirst()));
  }

  @Property
  void tokensTellNeitherLengthNorPlaceNorOrganisation(@ForAll("names") String name) {
    int[] here = INDEX.of(List.of(7L), name).tokens();
    assertThat(here.length % NameIndex.FILLED_TO).isZero();
    assertThat(here).isSorted();
    assertThat(boxed(INDEX.sought(7, name).getFirst()))
        .as("the same words are others elsewhere, and under another key")
        .doesNotContainAnyElementsOf(boxed(INDEX.sought(8, name).getFirst()))
        .doesNotContainAnyElementsOf(
            boxed(new NameIndex(KeyRings.fixed(ring(2))).sought(7, name).getFirst()));
  }

  @Property
  void anythingTypedIsTakenWithoutFailing(@ForAll String typed) {
    assertThat(NameWords.normal(typed).codePoints().allMatch(Character::isLetterOrDigit)).isTrue();
    assertThat(NameWords.matches(typed, typed)).isTrue();
  }

  @Example
  void writingsOfOneNameAreOne() {
    assertThat(NameWords.normal("买买提·艾力")).isEqualTo(NameWords.normal("买买提 艾力"));
    assertThat(NameWords.normal("张〇壹")).isEqualTo("张零一");
    assertThat(NameWords.normal("ＬＩ　Ｍing２")).isEqualTo("LIMING2");
    assertThat(NameWords.matches("王小明", "王明")).isFalse();
    assertThat(boxed(INDEX.of(List.of(), "王小明").tokens())).isEqualTo(Collections.emptySet());
  }

  private static Set<Integer> boxed(int[] values) {
    Set<Integer> all = new HashSet<>();
    for (int value : values) {
      all.add(value);
    }
    return all;
  }
}
