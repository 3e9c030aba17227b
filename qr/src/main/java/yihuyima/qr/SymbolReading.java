package yihuyima.qr;

import java.util.List;
import java.util.Objects;

/** What a picture turned out to hold. */
public sealed interface SymbolReading {
  /**
   * At least one QR symbol.
   *
   * @param text the text of the one that was read first
   * @param others the texts of further ones in the same picture, as far as they were read; copied
   */
  record Found(String text, List<String> others) implements SymbolReading {
    public Found {
      Objects.requireNonNull(text, "text");
      others = List.copyOf(others);
    }

    /** How many; a text may be somebody's code. */
    @Override
    public String toString() {
      return "Found[" + (1 + others.size()) + "]";
    }
  }

  /** A picture, but no symbol that could be read. */
  record NotFound() implements SymbolReading {}

  /** Null, not PNG, JPEG, GIF or BMP, or broken. */
  record NotAnImage() implements SymbolReading {}

  /**
   * More bytes or pixels than {@link SymbolReader#IMAGE_BYTES_MAX} and {@link
   * SymbolReader#IMAGE_PIXELS_MAX}; told before anything is decoded.
   */
  record TooLarge() implements SymbolReading {}
}
