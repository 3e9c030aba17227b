package yihuyima.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Matter;

/**
 * What an operation answers.
 *
 * @param status the HTTP status, 2xx
 * @param contentType null when there is no body
 * @param attachment the file name to save the body under; null for an ordinary answer
 * @param cookies to set or to clear
 * @param isSecret whether the body opens something: then it is not kept for longer than a retry
 *     needs
 * @param matter what a write's answer is about, where neither the path nor the caller says it
 */
public record Reply(
    int status,
    @Nullable String contentType,
    Buffer body,
    @Nullable String attachment,
    List<Cookie> cookies,
    boolean isSecret,
    @Nullable Matter matter) {
  private static final String JSON = "application/json";

  /** 200 with JSON. */
  public static Reply ok(JsonObject body) {
    return json(200, body.toBuffer());
  }

  /** 201 with JSON. */
  public static Reply created(JsonObject body) {
    return json(201, body.toBuffer());
  }

  /** 202 with JSON. */
  public static Reply accepted(JsonObject body) {
    return json(202, body.toBuffer());
  }

  /** 204. */
  public static Reply none() {
    return new Reply(204, null, Buffer.buffer(), null, List.of(), false, null);
  }

  /** JSON that is already written. */
  public static Reply json(int status, Buffer body) {
    return new Reply(status, JSON, body, null, List.of(), false, null);
  }

  /** A picture or another file, shown where the page puts it. */
  public static Reply file(String contentType, Buffer body) {
    return new Reply(200, contentType, body, null, List.of(), false, null);
  }

  /** The same answer with cookies. */
  public Reply with(List<Cookie> more) {
    return new Reply(status, contentType, body, attachment, more, isSecret, matter);
  }

  /** The same answer, to be saved under a name instead of shown. */
  public Reply asAttachment(String name) {
    return new Reply(status, contentType, body, name, cookies, isSecret, matter);
  }

  /** The same answer, which carries a password or a key. */
  public Reply asSecret() {
    return new Reply(status, contentType, body, attachment, cookies, true, matter);
  }

  /** The same answer of a write, which is about this. */
  public Reply about(Matter of) {
    return new Reply(status, contentType, body, attachment, cookies, isSecret, of);
  }
}
