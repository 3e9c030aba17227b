package yihuyima.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request whose shape the contract has already checked. */
public final class Request {
  private final RoutingContext context;
  private final ValidatedRequest valid;
  private final String operation;
  private final String requestId;
  private final String address;

  Request(
      RoutingContext context,
      ValidatedRequest valid,
      String operation,
      String requestId,
      String address) {
    this.context = context;
    this.valid = valid;
    this.operation = operation;
    this.requestId = requestId;
    this.address = address;
  }

  /** The operationId of the contract. */
  public String operation() {
    return operation;
  }

  /** Names this request in logs and problems. */
  public String requestId() {
    return requestId;
  }

  /** The caller's network address: personal data, never to be logged or stored open. */
  public String address() {
    return address;
  }

  /** A path parameter that is a number. */
  public long id(String name) {
    return need(valid.getPathParameters(), name).getLong();
  }

  /** A path parameter that is a text. */
  public String path(String name) {
    return need(valid.getPathParameters(), name).getString();
  }

  /** A query parameter that is a text; empty when it is absent and has no default. */
  public Optional<String> query(String name) {
    return present(valid.getQuery().get(name)).map(RequestParameter::getString);
  }

  /** A query parameter that is a number; the default when it is absent. */
  public long query(String name, long byDefault) {
    return present(valid.getQuery().get(name)).map(RequestParameter::getLong).orElse(byDefault);
  }

  /** A header as it came. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(context.request().getHeader(name));
  }

  /** Every value of a header, in the order they came: a second copy is not overlooked. */
  public List<String> headers(String name) {
    return context.request().headers().getAll(name);
  }

  /** The value of a cookie. */
  public Optional<String> cookie(String name) {
    return Optional.ofNullable(context.request().getCookie(name))
        .map(io.vertx.core.http.Cookie::getValue);
  }

  /** The JSON body; empty when the contract lets it be absent and it is. */
  public JsonObject body() {
    RequestParameter body = valid.getBody();
    if (body == null || body.isNull() || !body.isJsonObject()) {
      return new JsonObject();
    }
    return body.getJsonObject();
  }

  /** The body as bytes, as it came. */
  public Buffer rawBody() {
    Buffer buffer = context.body().buffer();
    return buffer == null ? Buffer.buffer() : buffer;
  }

  /** GET, POST … */
  public String method() {
    return context.request().method().name();
  }

  /** The target as sent: path and query. */
  public String target() {
    return context.request().uri();
  }

  /** What the client called this server: host, and port when not the default. */
  public String authority() {
    var authority = context.request().authority();
    return authority == null ? "" : authority.toString();
  }

  /**
   * Refuses what another site's page sent.
   *
   * @throws Failure CROSS_SITE_REFUSED
   */
  public void requireSameOrigin() {
    SameOrigin.require(context.request());
  }

  private static RequestParameter need(Map<String, RequestParameter> parameters, String name) {
    RequestParameter value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("the contract has no path parameter " + name);
    }
    return value;
  }

  private static Optional<RequestParameter> present(@Nullable RequestParameter value) {
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }
}
