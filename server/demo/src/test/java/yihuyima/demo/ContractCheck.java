package yihuyima.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import yihuyima.api.http.Contract;

/** Holds every answer of a test server against the published contract. */
final class ContractCheck {
  private static final JsonObject CONTRACT = Contract.json();
  private static final Map<String, Validator> VALIDATORS = new ConcurrentHashMap<>();

  private ContractCheck() {}

  /** One operation of the contract. */
  record Operation(String id, String method, String template, JsonObject definition) {}

  /** The operation of a request; empty when it is none of the contract's. */
  static Optional<Operation> find(String method, String path) {
    String bare = path.replaceFirst("[?].*", "");
    for (Map.Entry<String, Object> entry : CONTRACT.getJsonObject("paths")) {
      String pattern = entry.getKey().replaceAll("\\{[^}]+}", "[^/]+");
      JsonObject methods = (JsonObject) entry.getValue();
      String name = method.toLowerCase(java.util.Locale.ROOT);
      if (methods.containsKey(name) && Pattern.matches(pattern, bare)) {
        JsonObject definition = methods.getJsonObject(name);
        return Optional.of(
            new Operation(definition.getString("operationId"), method, entry.getKey(), definition));
      }
    }
    return Optional.empty();
  }

  /** Fails when the answer is not what the contract says. */
  static void check(String method, String path, HttpResponse<byte[]> response) {
    Optional<Operation> found = find(method, path);
    if (found.isEmpty()) {
      return;
    }
    Operation operation = found.get();
    String status = String.valueOf(response.statusCode());
    JsonObject responses = operation.definition().getJsonObject("responses");
    JsonObject declared =
        resolve(responses.getJsonObject(status, responses.getJsonObject("default")));
    if (response.statusCode() < 400 && !responses.containsKey(status)) {
      throw new AssertionError(operation.id() + " answers " + status + ", not in the contract");
    }
    JsonObject content = declared.getJsonObject("content", new JsonObject());
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (content.isEmpty() && response.body().length == 0) {
      return;
    }
    if (!content.containsKey(type)) {
      throw new AssertionError(operation.id() + " answers " + type + ", not in the contract");
    }
    if (type.endsWith("json")) {
      validate(
          operation, status, type, content.getJsonObject(type).getJsonObject("schema"), response);
    }
  }

  private static void validate(
      Operation operation,
      String status,
      String type,
      JsonObject schema,
      HttpResponse<byte[]> response) {
    Validator validator =
        VALIDATORS.computeIfAbsent(
            operation.id() + " " + status + " " + type, key -> validator(schema));
    String text = new String(response.body(), StandardCharsets.UTF_8);
    OutputUnit result;
    synchronized (validator) {
      result = validator.validate(new JsonObject(text));
    }
    if (!Boolean.TRUE.equals(result.getValid())) {
      throw new AssertionError(
          operation.id()
              + " "
              + status
              + " is not as published: "
              + result.getErrors()
              + "\n"
              + text);
    }
  }

  private static Validator validator(JsonObject schema) {
    JsonObject whole =
        schema
            .copy()
            .put("$defs", CONTRACT.getJsonObject("components").getJsonObject("schemas").copy());
    JsonObject local = new JsonObject(whole.encode().replace("#/components/schemas/", "#/$defs/"));
    return Validator.create(
        JsonSchema.of(withoutDiscriminators(local)),
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("https://yihuyima.invalid/")
            .setOutputFormat(OutputFormat.Basic));
  }

  /** A discriminator is advice to readers; each branch has its own constant viewer. */
  private static JsonObject withoutDiscriminators(JsonObject json) {
    json.remove("discriminator");
    for (Map.Entry<String, Object> entry : json) {
      if (entry.getValue() instanceof JsonObject inner) {
        withoutDiscriminators(inner);
      } else if (entry.getValue() instanceof JsonArray items) {
        items.forEach(
            item -> {
              if (item instanceof JsonObject inner) {
                withoutDiscriminators(inner);
              }
            });
      }
    }
    return json;
  }

  private static JsonObject resolve(JsonObject response) {
    String reference = response.getString("$ref");
    return reference == null
        ? response
        : CONTRACT
            .getJsonObject("components")
            .getJsonObject("responses")
            .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
  }

  /** Every operation of the contract. */
  static java.util.List<Operation> all() {
    java.util.List<Operation> all = new java.util.ArrayList<>();
    for (Map.Entry<String, Object> entry : CONTRACT.getJsonObject("paths")) {
      for (Map.Entry<String, Object> method : (JsonObject) entry.getValue()) {
        JsonObject definition = (JsonObject) method.getValue();
        all.add(
            new Operation(
                definition.getString("operationId"),
                method.getKey().toUpperCase(java.util.Locale.ROOT),
                entry.getKey(),
                definition));
      }
    }
    return all;
  }
}
