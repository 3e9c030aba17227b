package yihuyima.api.audit;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import yihuyima.api.http.Problem;

/** Days and moments as they come: the contract's library takes them for texts. */
final class Moments {
  private Moments() {}

  /** A moment of a body; to the microsecond, as the database keeps it. */
  static Instant read(JsonObject body, String name, Instant byDefault) {
    String text = body.getString(name);
    if (text == null) {
      return byDefault.truncatedTo(ChronoUnit.MICROS);
    }
    try {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw Problem.REQUEST_INVALID.because("not a moment", e).at("/" + name, "时间格式不正确");
    }
  }

  /** A day of the query. */
  static LocalDate day(Optional<String> text, String name, LocalDate byDefault) {
    try {
      return text.map(LocalDate::parse).orElse(byDefault);
    } catch (DateTimeException e) {
      throw Problem.REQUEST_INVALID.because("not a day", e).at(name, "日期格式不正确");
    }
  }
}
