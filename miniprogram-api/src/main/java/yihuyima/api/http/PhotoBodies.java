package yihuyima.api.http;

import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashMap;
import java.util.Map;
import yihuyima.api.identity.Caller;

/**
 * Takes in the bytes of photos, which lie in memory until their request is answered and are many
 * times those of other bodies: only so many at once, of one caller and in all. One for each event
 * loop; not safe for many threads.
 */
final class PhotoBodies {
  /** Bytes of one caller: three of the largest, or all of an application as the pages send them. */
  static final long OF_CALLER_BYTES_MAX = 3 * ApiSettings.MATERIAL_BYTES_MAX;

  /** Bytes of all callers. */
  static final long IN_ALL_BYTES_MAX = 16 * ApiSettings.MATERIAL_BYTES_MAX;

  private final BodyHandler body =
      BodyHandler.create(false).setBodyLimit(ApiSettings.MATERIAL_BYTES_MAX);
  private final Map<String, Long> ofCallers = new HashMap<>();
  private long inAll;

  /** Reads the body and goes on; fails with BUSY when there is no room for it. */
  void take(RoutingContext context, Caller caller) {
    String actor = caller.actor();
    long bytes = bytes(context);
    long ofCaller = ofCallers.getOrDefault(actor, 0L) + bytes;
    if (ofCaller > OF_CALLER_BYTES_MAX || inAll + bytes > IN_ALL_BYTES_MAX) {
      context.fail(Problem.BUSY.because("too many photos come in at once"));
      return;
    }
    ofCallers.put(actor, ofCaller);
    inAll += bytes;
    context.addEndHandler(ended -> leave(actor, bytes));
    body.handle(context);
  }

  private void leave(String actor, long bytes) {
    inAll -= bytes;
    ofCallers.computeIfPresent(actor, (same, held) -> held > bytes ? held - bytes : null);
  }

  /** As many as it says; whoever does not say may send the largest. */
  private static long bytes(RoutingContext context) {
    String length = context.request().getHeader("Content-Length");
    try {
      return length == null
          ? ApiSettings.MATERIAL_BYTES_MAX
          : Math.clamp(Long.parseLong(length), 0, ApiSettings.MATERIAL_BYTES_MAX);
    } catch (NumberFormatException e) {
      return ApiSettings.MATERIAL_BYTES_MAX;
    }
  }
}
