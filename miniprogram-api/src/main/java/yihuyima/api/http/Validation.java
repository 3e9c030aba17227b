package yihuyima.api.http;

import io.vertx.json.schema.JsonSchemaValidationException;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says in Chinese, and by field, what the contract found wrong; never repeats what was sent. */
final class Validation {
  /** Fields named in one problem. */
  private static final int ERRORS_MAX = 20;

  private Validation() {}

  static Failure toFailure(Throwable cause) {
    Failure failure = Problem.REQUEST_INVALID.because(cause.getClass().getSimpleName());
    if (!(cause instanceof SchemaValidationException schema)) {
      return failure;
    }
    Set<String> pointers = new LinkedHashSet<>();
    OutputUnit unit = schema.getOutputUnit();
    if (unit != null && unit.getErrors() != null) {
      for (OutputUnit error : unit.getErrors()) {
        pointers.add(pointer(error));
      }
    } else if (cause.getCause() instanceof JsonSchemaValidationException json) {
      pointers.add(String.valueOf(json.location()));
    }
    List<Failure.FieldError> errors = new ArrayList<>();
    for (String pointer : pointers) {
      if (errors.size() < ERRORS_MAX && pointer.length() > 1) {
        errors.add(new Failure.FieldError(pointer, "格式或长度不符合要求"));
      }
    }
    return failure.at(errors);
  }

  /** The instance location, such as {@code #/reason}, as a JSON pointer. */
  private static String pointer(OutputUnit error) {
    String location = error.getInstanceLocation();
    return location != null && location.startsWith("#") ? location.substring(1) : "";
  }
}
