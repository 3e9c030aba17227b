package yihuyima.api.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Problems on the wire: RFC 9457, and the only place where a problem becomes an HTTP status. */
final class ProblemReply {
  static final String CONTENT_TYPE = "application/problem+json";
  private static final String TYPE_PREFIX = "tag:yihuyima,2026:problem/";

  private ProblemReply() {}

  static int status(Problem problem) {
    return switch (problem.kind()) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case TOO_LARGE -> 413;
      case LIMITED -> 429;
      case UNAVAILABLE -> 503;
    };
  }

  static JsonObject body(Failure failure, String requestId) {
    Problem problem = failure.problem();
    JsonObject body = body(problem.code(), problem.title(), status(problem), requestId);
    if (!failure.errors().isEmpty()) {
      JsonArray errors = new JsonArray();
      failure
          .errors()
          .forEach(
              error ->
                  errors.add(
                      new JsonObject()
                          .put("pointer", error.pointer())
                          .put("reason", error.reason())));
      body.put("errors", errors);
    }
    return body;
  }

  /** The one body of every bug: says nothing but where to find it in the log. */
  static JsonObject bug(String requestId) {
    return body("internal", "系统出错了，请稍后再试", 500, requestId);
  }

  private static JsonObject body(String code, String title, int status, String requestId) {
    return new JsonObject()
        .put("type", TYPE_PREFIX + code)
        .put("title", title)
        .put("status", status)
        .put("code", code)
        .put("requestId", requestId);
  }
}
