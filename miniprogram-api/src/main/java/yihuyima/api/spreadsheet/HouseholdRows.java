package yihuyima.api.spreadsheet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.form.FieldReading;
import yihuyima.api.form.FormField;
import yihuyima.api.form.ValueList;

/**
 * Makes households of rows. The rows of one stand together, so that only one is held at a time; of
 * the whole file only keys and ID numbers are remembered, to see what is there twice.
 */
final class HouseholdRows {
  /** Characters of what a household's rows have in common. */
  static final int KEY_CHARS_MAX = 40;

  private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);
  private static final LocalDate DAY_ZERO_1904 = LocalDate.of(1904, 1, 1);

  /** Days that a spreadsheet counts up to 2118; a larger number is a day written as digits. */
  private static final int DAYS_MAX = 80_000;

  private final Headings headings;
  private final boolean inventedToo;
  private final Set<String> keys = new HashSet<>();
  private final Set<Long> numbers = new HashSet<>();
  private @Nullable Building building;

  /** Of a sheet; invented numbers are taken in the demo alone. */
  HouseholdRows(Headings headings, boolean inventedToo) {
    this.headings = headings;
    this.inventedToo = inventedToo;
  }

  /** Takes a row; gives the household that ended before it. */
  Optional<SheetHousehold> take(SheetRow row) {
    String key = key(row);
    Building before = building;
    if (before != null && !key.isEmpty() && key.equals(before.key)) {
      before.add(row);
      return Optional.empty();
    }
    Building next = new Building(key, row.number());
    if (key.isEmpty()) {
      next.say(Finding.ofRow(row.number(), true, "写上家庭序号，同一户的人写同一个"));
    } else if (key.length() > KEY_CHARS_MAX) {
      next.say(Finding.ofRow(row.number(), true, "家庭序号或职工编号太长，最多" + KEY_CHARS_MAX + "个字"));
    } else if (!keys.add(key)) {
      next.say(Finding.ofRow(row.number(), true, "这个家庭序号或职工编号前面已有一户：同一户的行要挨在一起，不同的户写不同的序号"));
    }
    next.add(row);
    building = next;
    return Optional.ofNullable(before).map(Building::done);
  }

  /** The last household; empty when there was no row. */
  Optional<SheetHousehold> end() {
    Building last = building;
    building = null;
    return Optional.ofNullable(last).map(Building::done);
  }

  private String key(SheetRow row) {
    String key = text(row, FormColumn.Kind.HOUSEHOLD_KEY);
    String number = text(row, FormColumn.Kind.FILE_NUMBER);
    return !key.isEmpty() ? key : number.isEmpty() ? "" : "#" + number;
  }

  private String text(SheetRow row, FormColumn.Kind kind) {
    for (Map.Entry<Integer, FormColumn> column : headings.columns().entrySet()) {
      if (column.getValue().kind() == kind) {
        return row.cell(column.getKey()).text().strip();
      }
    }
    return "";
  }

  /** What a cell says for its column: a count of days becomes a day. */
  static String typed(SheetCell cell, FormColumn column, boolean from1904) {
    FormField field = column.field();
    boolean day =
        column.kind() == FormColumn.Kind.OPENED_ON || (field != null && field.kind().equals("DAY"));
    if (!day || !cell.number()) {
      return cell.text();
    }
    double count;
    try {
      count = Double.parseDouble(cell.text());
    } catch (NumberFormatException e) {
      return cell.text();
    }
    return count < 1 || count > DAYS_MAX
        ? cell.text()
        : (from1904 ? DAY_ZERO_1904 : DAY_ZERO).plusDays((long) count).toString();
  }

  /** A household whose rows come in. */
  private final class Building {
    private final String key;
    private final int firstRow;
    private final Map<FormColumn.Kind, String> filing = new EnumMap<>(FormColumn.Kind.class);
    private final Map<FormField, String> facts = new EnumMap<>(FormField.class);
    private final List<SheetHousehold.Person> people = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private int rows;

    Building(String key, int firstRow) {
      this.key = key;
      this.firstRow = firstRow;
    }

    void say(Finding finding) {
      if (findings.size() < SheetLimits.FINDINGS_OF_HOUSEHOLD_MAX) {
        findings.add(finding);
      } else if (finding.error()) {
        findings.set(findings.size() - 1, finding);
      }
    }

    void add(SheetRow row) {
      if (++rows > SheetLimits.PEOPLE_MAX) {
        if (rows == SheetLimits.PEOPLE_MAX + 1) {
          say(Finding.ofRow(row.number(), true, "一户最多" + SheetLimits.PEOPLE_MAX + "人，请核对家庭序号"));
        }
        return;
      }
      Map<FormField, String> person = new EnumMap<>(FormField.class);
      String relation = null;
      for (Map.Entry<Integer, FormColumn> place : headings.columns().entrySet()) {
        FormColumn column = place.getValue();
        SheetCell cell = row.cell(place.getKey());
        String value = cell.isBlank() ? null : read(row.number(), column, cell);
        if (column.kind() == FormColumn.Kind.RELATION) {
          relation = value;
          if (cell.isBlank()) {
            say(Finding.error(row.number(), column, "不能空着；职工写“本人”", null));
          }
        } else if (value == null) {
          if (column.field() == FormField.ID_NUMBER && cell.isBlank()) {
            say(Finding.error(row.number(), column, "不能空着", null));
          }
        } else if (column.field() == null) {
          once(row.number(), column, filing.putIfAbsent(column.kind(), value), value, cell.text());
        } else if (column.field().of() == FormField.Of.HOUSEHOLD) {
          once(row.number(), column, facts.putIfAbsent(column.field(), value), value, cell.text());
        } else {
          person.put(column.field(), value);
        }
      }
      String number = person.get(FormField.ID_NUMBER);
      if (number != null && !numbers.add(Long.parseLong(number.substring(0, 17)))) {
        say(
            Finding.error(
                row.number(),
                FormColumn.of(FormField.ID_NUMBER),
                "这个身份证号在表里前面已有一行，一个人只能写一次",
                number));
      }
      people.add(
          new SheetHousehold.Person(row.number(), relation == null ? "OTHER" : relation, person));
    }

    /** What is the whole household's stands in every row alike, or in one. */
    private void once(
        int row, FormColumn column, @Nullable String before, String value, String typed) {
      if (before != null && !before.equals(value)) {
        say(Finding.error(row, column, "与本户前面的行不一致，只写在“本人”那一行就行", typed));
      }
    }

    private @Nullable String read(int row, FormColumn column, SheetCell cell) {
      String typed = typed(cell, column, headings.from1904());
      if (cell.error()) {
        say(Finding.error(row, column, "这一格是公式错误，请直接填写内容", null));
        return null;
      }
      if (typed.length() > SheetLimits.CELL_CHARS_MAX) {
        say(Finding.error(row, column, "内容太长，最多" + SheetLimits.CELL_CHARS_MAX + "个字", null));
        return null;
      }
      if (cell.lost()) {
        say(Finding.error(row, column, "这一格是数字格式，末几位已经丢失；请设成文本，重新填写", typed));
        return null;
      }
      if (cell.formula()) {
        say(Finding.note(row, column, "这一格是公式，按显示的结果录入", typed));
      }
      return switch (reading(column, typed)) {
        case FieldReading.Bad bad -> {
          say(Finding.error(row, column, bad.mend(), typed));
          yield null;
        }
        case FieldReading.Good good -> {
          if (good.note() != null) {
            say(Finding.note(row, column, good.note(), typed));
          }
          yield good.value();
        }
      };
    }

    private FieldReading reading(FormColumn column, String typed) {
      FormField field = column.field();
      if (field != null) {
        return field.read(typed, inventedToo);
      }
      String plain = typed.strip();
      return switch (column.kind()) {
        case RELATION -> relation(plain);
        case FILE_LEVEL ->
            FormColumn.LEVELS.entrySet().stream()
                .filter(level -> level.getValue().equals(plain) || level.getKey().equals(plain))
                .findFirst()
                .<FieldReading>map(level -> FieldReading.good(level.getKey()))
                .orElse(new FieldReading.Bad("只能填：全国级、省级、市级"));
        // Any day field reads days alike.
        case OPENED_ON -> FormField.WORK_SINCE.read(plain, inventedToo);
        case HOUSEHOLD_KEY -> FieldReading.good(plain);
        default -> plain.length() <= 80 ? FieldReading.good(plain) : new FieldReading.Bad("最多80个字");
      };
    }

    private static FieldReading relation(String plain) {
      return switch (plain.replaceAll("[\\s　]+", "")) {
        case "本人", "职工", "职工本人", "户主" -> FieldReading.good("WORKER");
        default -> ValueList.RELATION.read(plain);
      };
    }

    SheetHousehold done() {
      long workers = people.stream().filter(SheetHousehold.Person::isWorker).count();
      boolean relationsRead =
          findings.stream()
              .noneMatch(
                  f ->
                      f.error()
                          && FormColumn.of(FormColumn.Kind.RELATION).heading().equals(f.column()));
      if (workers != 1 && relationsRead) {
        say(
            Finding.error(
                firstRow,
                FormColumn.of(FormColumn.Kind.RELATION),
                workers == 0 ? "这一户没有“本人”：职工那一行的关系写“本人”" : "这一户有几个“本人”，一户只有一位职工",
                null));
      }
      people.sort((a, b) -> Boolean.compare(b.isWorker(), a.isWorker()));
      return new SheetHousehold(
          people.isEmpty() ? firstRow : people.getFirst().row(),
          filing.get(FormColumn.Kind.FILE_NUMBER),
          filing.get(FormColumn.Kind.ORGANISATION),
          filing.get(FormColumn.Kind.FILE_LEVEL),
          filing.get(FormColumn.Kind.OPENED_ON),
          facts,
          people,
          findings);
    }
  }
}
