package yihuyima.api.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One JSON object of a signed token, read so that no two readers can disagree about it: no name
 * twice, at any depth, nothing after its end, no number out of range.
 *
 * <p>Values are texts, whole numbers ({@link Long}), lists of texts, or {@link #OTHER}: enough for
 * the registered claims; whatever else a token carries is not needed and not kept.
 */
public final class StrictJson {
  /** Stands for a value that is none of the kinds above. */
  public static final Object OTHER = new Object();

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private StrictJson() {}

  /** The members of the object; empty when the bytes are not exactly one JSON object. */
  public static Optional<Map<String, Object>> object(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Map<String, Object> members = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        members.put(name, value(parser));
      }
      return parser.nextToken() == null ? Optional.of(members) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.nextToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case START_ARRAY -> list(parser);
      case START_OBJECT -> skip(parser);
      default -> OTHER;
    };
  }

  private static Object list(JsonParser parser) throws IOException {
    List<String> texts = new ArrayList<>();
    boolean textsOnly = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        texts.add(parser.getText());
      } else {
        textsOnly = false;
        parser.skipChildren();
      }
    }
    return textsOnly ? List.copyOf(texts) : OTHER;
  }

  private static Object skip(JsonParser parser) throws IOException {
    parser.skipChildren();
    return OTHER;
  }
}
