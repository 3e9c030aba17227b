package yihuyima.api.identity;

import io.jsonwebtoken.io.AbstractDeserializer;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How header and claims of a token are read: no name twice, so that no two readers disagree. */
final class TokenJson extends AbstractDeserializer<Map<String, ?>> {
  @Override
  protected Map<String, ?> doDeserialize(Reader reader) throws IOException {
    StringWriter text = new StringWriter();
    reader.transferTo(text);
    return StrictJson.object(text.toString().getBytes(StandardCharsets.UTF_8))
        .orElseThrow(() -> new IOException("not one JSON object"));
  }
}
