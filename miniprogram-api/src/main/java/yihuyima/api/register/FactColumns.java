package yihuyima.api.register;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;
import yihuyima.api.form.FormField;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/**
 * The fields of the form as columns of a version: canonical text on one side, types on the other.
 */
public final class FactColumns {
  private final List<FormField> fields;
  private final FieldCipher cipher;

  private FactColumns(List<FormField> fields, FieldCipher cipher) {
    this.fields = fields;
    this.cipher = cipher;
  }

  /** The columns of a household or person. */
  public static FactColumns of(FormField.Of of, FieldCipher cipher) {
    return new FactColumns(stored(of), cipher);
  }

  /** The ID number is the person's own, not a version's. */
  public static List<FormField> stored(FormField.Of of) {
    return FormField.of(of).stream().filter(field -> field != FormField.ID_NUMBER).toList();
  }

  /** Whether a field tells of what is withheld: it is neither shown nor added to. */
  public static boolean isKept(FormField field, Set<Purpose> withheld) {
    return HouseholdFile.isKept(field, withheld);
  }

  /** Their names, as a statement lists them. */
  public static String names(FormField.Of of, String prefix) {
    return stored(of).stream()
        .map(field -> prefix + field.column())
        .collect(Collectors.joining(", "));
  }

  /** Their parameters, from a number on. */
  static String parameters(FormField.Of of, int first) {
    return IntStream.range(first, first + stored(of).size())
        .mapToObj(n -> "$" + n)
        .collect(Collectors.joining(", "));
  }

  /** The canonical texts of a row. */
  public Map<FormField, String> read(Row row, long id) {
    Map<FormField, String> values = new EnumMap<>(FormField.class);
    for (FormField field : fields) {
      String value = text(row, field, id);
      if (value != null && !value.isEmpty()) {
        values.put(field, value);
      }
    }
    return values;
  }

  private @Nullable String text(Row row, FormField field, long id) {
    String column = field.column();
    if (field.isSealed()) {
      return cipher.openTextOrNull(sealed(field), id, Rows.bytes(row, column));
    }
    Object value = field.kind().equals("CODES") ? codes(row, column) : row.getValue(column);
    return value == null ? null : value.toString();
  }

  private static @Nullable String codes(Row row, String column) {
    String[] codes = row.getArrayOfStrings(column);
    return codes == null ? null : String.join(",", codes);
  }

  /** The values of a row to be written, in the order of the columns. */
  public List<@Nullable Object> write(Map<FormField, String> values, long id) {
    List<@Nullable Object> row = new ArrayList<>();
    for (FormField field : fields) {
      row.add(value(field, values.get(field), id));
    }
    return row;
  }

  private @Nullable Object value(FormField field, @Nullable String text, long id) {
    if (field.kind().equals("CODES")) {
      return text == null ? new String[0] : text.split(",", -1);
    }
    if (text == null) {
      return null;
    }
    if (field.isSealed()) {
      return Buffer.buffer(cipher.seal(sealed(field), id, text));
    }
    return switch (field.kind()) {
      case "DAY" -> LocalDate.parse(text);
      case "WHOLE", "AREA" -> Integer.valueOf(text);
      case "FEN" -> Long.valueOf(text);
      case "YES_NO" -> Boolean.valueOf(text);
      default -> text;
    };
  }

  private static Column sealed(FormField field) {
    return switch (field) {
      case NAME -> Column.PERSON_NAME;
      case PHONE -> Column.PERSON_PHONE;
      case OTHER_CONTACT -> Column.PERSON_OTHER_CONTACT;
      case CARD -> Column.PERSON_CARD;
      case ADDRESS -> Column.HOUSEHOLD_ADDRESS;
      case REMARK -> Column.HOUSEHOLD_REMARK;
      default -> throw new IllegalStateException(field + " is not sealed");
    };
  }
}
