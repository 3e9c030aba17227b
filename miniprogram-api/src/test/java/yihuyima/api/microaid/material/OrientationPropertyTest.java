package yihuyima.api.microaid.material;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class OrientationPropertyTest {
  @Example
  void tagIsReadInBothByteOrders() {
    for (int value = 1; value <= 8; value++) {
      assertThat(Orientation.fromTiff(Pictures.tiff(value, ByteOrder.BIG_ENDIAN)).value())
          .isEqualTo(value);
      assertThat(Orientation.fromTiff(Pictures.tiff(value, ByteOrder.LITTLE_ENDIAN)).value())
          .isEqualTo(value);
    }
  }

  @Example
  void nonsenseIsUpright() {
    for (int value : new int[] {0, 9, 300, -1}) {
      assertThat(Orientation.fromTiff(Pictures.tiff(value, ByteOrder.BIG_ENDIAN)))
          .isEqualTo(Orientation.UPRIGHT);
    }
  }

  @Property
  void anyBytesGiveAnOrientation(@ForAll byte[] bytes) {
    assertThat(Orientation.fromTiff(bytes).value()).isBetween(1, 8);
  }

  @Property
  void damagedTagsGiveAnOrientation(
      @ForAll @IntRange(max = 33) int at, @ForAll byte value, @ForAll boolean little) {
    byte[] tiff = Pictures.tiff(6, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    tiff[at] = value;

    assertThat(Orientation.fromTiff(tiff).value()).isBetween(1, 8);
  }

  /** Turning loses no point and adds none. */
  @Property(tries = 200)
  void everyPointGoesToAPlaceOfItsOwn(
      @ForAll @IntRange(min = 1, max = 8) int value,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height) {
    Orientation orientation = new Orientation(value);
    int wide = orientation.swapsSides() ? height : width;
    int high = orientation.swapsSides() ? width : height;
    Set<Integer> places = new HashSet<>();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = orientation.column(x, y, width, height);
        int row = orientation.row(x, y, width, height);
        assertThat(column).isBetween(0, wide - 1);
        assertThat(row).isBetween(0, high - 1);
        places.add(row * wide + column);
      }
    }
    assertThat(places).hasSize(width * height);
  }
}
