package yihuyima.api.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The published contract, and the copy of it that requests are validated from. */
public final class Contract {
  private static final String RESOURCE = "/openapi/openapi.yaml";

  private Contract() {}

  /** The contract as published. */
  public static String text() {
    try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the contract is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the contract cannot be read", e);
    }
  }

  /** The contract as JSON. */
  @SuppressWarnings("unchecked")
  public static JsonObject json() {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    Map<String, Object> tree = (Map<String, Object>) yaml.load(text());
    return new JsonObject(new JsonObject(tree).encode());
  }

  /**
   * What requests are validated from: the contract without the bodies of answers, because the
   * library refuses a contract that names {@code application/problem+json} in one.
   *
   * @return the contract; fails when it is no OpenAPI
   */
  public static Future<OpenAPIContract> forRequests(Vertx vertx) {
    JsonObject contract = json();
    JsonObject shared = contract.getJsonObject("components").getJsonObject("responses");
    shared.forEach(entry -> ((JsonObject) entry.getValue()).remove("content"));
    for (Map.Entry<String, Object> path : contract.getJsonObject("paths")) {
      for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
        JsonObject operation = (JsonObject) method.getValue();
        // Who may call is decided in one place, from the published contract: see ApiRouter.
        operation.remove("security");
        operation
            .getJsonObject("responses")
            .forEach(entry -> ((JsonObject) entry.getValue()).remove("content"));
      }
    }
    return OpenAPIContract.from(vertx, contract);
  }

  /** The operations that callers who are not signed in may use. */
  static Set<String> openToAnyone() {
    return operations(
        operation ->
            operation.getJsonArray("security").stream()
                .anyMatch(way -> ((JsonObject) way).isEmpty()));
  }

  /** The operations that wait until the record of looks is sealed again: money and exports. */
  static Set<String> closedWithoutSealing() {
    return operations(operation -> operation.getBoolean("x-closed-without-sealing", false));
  }

  private static Set<String> operations(Predicate<JsonObject> which) {
    Set<String> found = new HashSet<>();
    for (Map.Entry<String, Object> path : json().getJsonObject("paths")) {
      for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
        JsonObject operation = (JsonObject) method.getValue();
        if (which.test(operation)) {
          found.add(operation.getString("operationId"));
        }
      }
    }
    return found;
  }

  /** Every name of a field that the contract knows. */
  static Set<String> fieldNames() {
    Set<String> names = new HashSet<>();
    collectFieldNames(json(), names);
    return Set.copyOf(names);
  }

  private static void collectFieldNames(Object part, Set<String> names) {
    if (part instanceof JsonObject object) {
      if (object.getValue("properties") instanceof JsonObject properties) {
        names.addAll(properties.fieldNames());
      }
      object.forEach(entry -> collectFieldNames(entry.getValue(), names));
    } else if (part instanceof JsonArray array) {
      array.forEach(element -> collectFieldNames(element, names));
    }
  }
}
