package yihuyima.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import yihuyima.api.access.Matter;

/** A request whose shape the contract has already checked. */
public final class Request {
  private final RoutingContext context;
  private final RequestCheck.Checked valid;
  private final String operation;
  private final String requestId;
  private final String address;

  Request(
      RoutingContext context,
      RequestCheck.Checked valid,
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
    return (Long) need(name);
  }

  /** The thing that the path names, where its name alone says whose affair it is. */
  public Optional<Matter> matter() {
    return pathId("householdId")
        .map(Matter::household)
        .or(() -> pathId("staffId").map(Matter::staff))
        .or(() -> pathId("partnerId").map(Matter::partner))
        .or(() -> pathId("investigationId").map(Matter::investigation))
        .or(() -> pathId("organisationId").map(Matter::organisation));
  }

  private Optional<Long> pathId(String name) {
    return valid.path().get(name) instanceof Long id ? Optional.of(id) : Optional.empty();
  }

  /** A path parameter that is a text. */
  public String path(String name) {
    return (String) need(name);
  }

  /** A query parameter that is a text; empty when it is absent and has no default. */
  public Optional<String> query(String name) {
    return Optional.ofNullable((String) valid.query().get(name));
  }

  /** A query parameter that is a number; the default when it is absent. */
  public long query(String name, long byDefault) {
    return valid.query().get(name) instanceof Long value ? value : byDefault;
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
    return valid.body();
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

  private Object need(String name) {
    Object value = valid.path().get(name);
    if (value == null) {
      throw new IllegalStateException("the contract has no path parameter " + name);
    }
    return value;
  }
}
