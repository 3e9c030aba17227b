package yihuyima.api.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds the requests of one operation against the contract: parameters and body.
 *
 * <p>The validators are made once, at start. The router library's own check makes one for each
 * parameter of each request, copying every schema of the contract: more work than all the rest of
 * an answer. One for each event loop.
 */
final class RequestCheck {
  /** Levels of a JSON body; deeper is nothing that a client of ours writes. */
  static final int JSON_DEPTH_MAX = 16;

  /** Fields named in one problem. */
  private static final int ERRORS_MAX = 20;

  private static final String JSON = "application/json";
  private static final Set<String> FIELDS = Contract.fieldNames();
  private static final Pattern INDEX = Pattern.compile("[0-9]{1,4}");

  /** What a request holds, in the types of the contract: Long for an integer, String otherwise. */
  record Checked(Map<String, Object> path, Map<String, Object> query, JsonObject body) {}

  private record Expected(String name, Location in, boolean required, ParameterRule rule) {}

  private final List<Expected> parameters = new ArrayList<>();
  private final @Nullable RequestBody body;
  private final Map<MediaType, Validator> bodies = new HashMap<>();

  RequestCheck(OpenAPIContract contract, Operation operation) {
    for (Parameter parameter : operation.getParameters()) {
      parameters.add(
          new Expected(
              parameter.getName(),
              parameter.getIn(),
              parameter.isRequired(),
              ParameterRule.of(parameter.getName(), parameter.getSchema())));
    }
    body = operation.getRequestBody();
    if (body != null) {
      for (MediaType type : body.getContent().values()) {
        if (type.getIdentifier().equals(JSON)) {
          bodies.put(type, contract.getSchemaRepository().validator(type.getSchema()));
        }
      }
    }
  }

  /**
   * Checks a request.
   *
   * @throws Failure REQUEST_INVALID with the fields that are wrong; never repeats what was sent
   */
  Checked check(RoutingContext context) {
    Map<String, Object> path = new HashMap<>();
    Map<String, Object> query = new HashMap<>();
    for (Expected expected : parameters) {
      switch (expected.in()) {
        case PATH ->
            keep(path, expected, values(List.of(context.pathParam(expected.name())), expected));
        case QUERY -> keep(query, expected, queryValues(context, expected));
        case HEADER -> values(context.request().headers().getAll(expected.name()), expected);
        case COOKIE -> throw new IllegalStateException("no operation has a cookie parameter");
      }
    }
    return new Checked(path, query, checkBody(context));
  }

  private static void keep(Map<String, Object> in, Expected expected, @Nullable Object value) {
    if (value != null) {
      in.put(expected.name(), value);
    }
  }

  private static @Nullable Object queryValues(RoutingContext context, Expected expected) {
    MultiMap query = context.queryParams();
    return values(query.getAll(expected.name()), expected);
  }

  /** The one value of a parameter, checked; null when it is absent and may be. */
  private static @Nullable Object values(List<String> sent, Expected expected) {
    if (sent.isEmpty()) {
      if (expected.required()) {
        throw wrong(expected, "没有填写");
      }
      return null;
    }
    if (sent.size() > 1) {
      throw wrong(expected, "只能有一个");
    }
    Object value = expected.rule().read(sent.getFirst());
    if (value == null || !isText(sent.getFirst())) {
      throw wrong(expected, expected.rule().hint());
    }
    return value;
  }

  private static Failure wrong(Expected expected, String reason) {
    return Problem.REQUEST_INVALID
        .because(expected.in() + " parameter " + expected.name())
        .at(List.of(new Failure.FieldError("/" + expected.name(), reason)));
  }

  private JsonObject checkBody(RoutingContext context) {
    Buffer sent = context.body().buffer();
    if (body == null) {
      return new JsonObject();
    }
    if (sent == null || sent.length() == 0) {
      if (body.isRequired()) {
        throw Problem.REQUEST_INVALID.because("no body");
      }
      return new JsonObject();
    }
    String type = context.request().getHeader("Content-Type");
    MediaType expected = type == null ? null : body.determineContentType(type);
    if (expected == null) {
      throw Problem.REQUEST_INVALID.because("a body of another type");
    }
    Validator validator = bodies.get(expected);
    return validator == null ? new JsonObject() : checkJson(sent, validator);
  }

  private static JsonObject checkJson(Buffer sent, Validator validator) {
    if (depth(sent) > JSON_DEPTH_MAX) {
      throw Problem.REQUEST_INVALID.because("JSON is nested too deep");
    }
    Object json;
    try {
      json = Json.decodeValue(sent);
    } catch (DecodeException e) {
      throw Problem.REQUEST_INVALID.because("not JSON");
    }
    OutputUnit result = validator.validate(json);
    if (!Boolean.TRUE.equals(result.getValid())) {
      throw Problem.REQUEST_INVALID.because("body not as the contract says").at(fields(result));
    }
    if (!isWritable(json)) {
      throw Problem.REQUEST_INVALID.because("a text that no database takes");
    }
    return json instanceof JsonObject object ? object : new JsonObject();
  }

  /** Whether every text in it can be kept as it is; names were held against the contract. */
  private static boolean isWritable(@Nullable Object json) {
    return switch (json) {
      case JsonObject object ->
          object.fieldNames().stream().allMatch(name -> isWritable(object.getValue(name)));
      case JsonArray list -> list.stream().allMatch(RequestCheck::isWritable);
      case String text -> isText(text);
      case null, default -> true;
    };
  }

  /** No NUL, which PostgreSQL does not take, and no half of a character, which has no bytes. */
  private static boolean isText(String text) {
    return text.codePoints().noneMatch(point -> point == 0 || (point >= 0xd800 && point <= 0xdfff));
  }

  /** How deep brackets nest; those inside strings do not count. */
  private static int depth(Buffer json) {
    int depth = 0;
    int deepest = 0;
    boolean text = false;
    for (int i = 0; i < json.length(); i++) {
      byte b = json.getByte(i);
      if (text) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          text = false;
        }
      } else if (b == '"') {
        text = true;
      } else if (b == '{' || b == '[') {
        deepest = Math.max(deepest, ++depth);
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    return deepest;
  }

  private static List<Failure.FieldError> fields(OutputUnit result) {
    Set<String> pointers = new LinkedHashSet<>();
    if (result.getErrors() != null) {
      for (OutputUnit error : result.getErrors()) {
        String location = error.getInstanceLocation();
        if (location != null && location.startsWith("#/")) {
          pointers.add(known(location.substring(1)));
        }
      }
    }
    return pointers.stream()
        .filter(pointer -> !pointer.isEmpty())
        .limit(ERRORS_MAX)
        .map(pointer -> new Failure.FieldError(pointer, "格式或长度不符合要求"))
        .toList();
  }

  /** A pointer as far as the contract's own names lead: a name that was sent may be anything. */
  private static String known(String pointer) {
    StringBuilder known = new StringBuilder();
    for (String step : pointer.substring(1).split("/", -1)) {
      if (!FIELDS.contains(step) && !INDEX.matcher(step).matches()) {
        break;
      }
      known.append('/').append(step);
    }
    return known.toString();
  }
}
