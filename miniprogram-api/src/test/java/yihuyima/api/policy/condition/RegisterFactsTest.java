package yihuyima.api.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import yihuyima.api.form.ValueList;
import yihuyima.api.policy.condition.Fact.Scope;

/** The dictionary, the register and the document say the same. */
class RegisterFactsTest {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
  private static final Path DOCUMENT = Path.of("../docs/policies.md");

  private static List<Fact> facts() {
    return Stream.of(Scope.values())
        .flatMap(scope -> RegisterFacts.ALL.of(scope).stream())
        .toList();
  }

  /** A fact that is said to stand in the register stands in a column of that name. */
  @Test
  void factsOfTheRegisterHaveTheirColumns() throws IOException {
    String sql;
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.sorted().toList()) {
        all.append(Files.readString(file));
      }
      sql = all.toString();
    }
    for (Fact fact : facts()) {
      String where = fact.source().where();
      if (fact.source().registered() && where.contains(".")) {
        String table = where.substring(0, where.indexOf('.'));
        String column = where.substring(where.indexOf('.') + 1);
        int from = sql.indexOf("CREATE TABLE " + table + " (");
        assertThat(from).as(where).isNotNegative();
        boolean made =
            Pattern.compile("\\n +" + column + " +[a-z]")
                .matcher(sql.substring(from, sql.indexOf("\n);", from)))
                .find();
        boolean added =
            Pattern.compile("ALTER TABLE " + table + "\\b[^;]*ADD COLUMN " + column + " +[a-z]")
                .matcher(sql)
                .find();
        assertThat(made || added).as(where).isTrue();
      }
    }
  }

  /** What the form can hold, a condition can speak of, by the same code. */
  @Test
  void codesOfTheFormAreThoseOfTheConditions() {
    Map<String, ValueList> lists =
        Map.ofEntries(
            Map.entry("tier", ValueList.TIER),
            Map.entry("mainCause", ValueList.CAUSE),
            Map.entry("otherCauses", ValueList.CAUSE),
            Map.entry("housing", ValueList.HOUSING),
            Map.entry("recipientClass", ValueList.RECIPIENT),
            Map.entry("relation", ValueList.RELATION),
            Map.entry("sex", ValueList.SEX),
            Map.entry("health", ValueList.HEALTH),
            Map.entry("disability", ValueList.DISABILITY),
            Map.entry("insurance", ValueList.INSURANCE),
            Map.entry("marriage", ValueList.MARITAL),
            Map.entry("residence", ValueList.HUKOU),
            Map.entry("workStatus", ValueList.WORK_STATUS),
            Map.entry("schoolStage", ValueList.SCHOOL_STAGE));
    lists.forEach(
        (name, list) -> {
          Fact fact =
              facts().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
          assertThat(fact.values().stream().map(Fact.Value::code))
              .as(name)
              .containsAll(list.entries().stream().map(ValueList.Entry::code).toList());
        });
  }

  @Test
  void codesAreWrittenAlike() {
    for (Fact fact : facts()) {
      assertThat(fact.values().stream().map(Fact.Value::code))
          .as(fact.name())
          .doesNotHaveDuplicates()
          .allMatch(code -> code.matches("[A-Z][A-Z_]*"));
      assertThat(fact.values().stream().map(Fact.Value::word))
          .as(fact.name())
          .doesNotHaveDuplicates();
      assertThat(fact.name()).matches("[a-z][A-Za-z]*");
    }
  }

  /** Generate the table anew by copying what this test expects. */
  @Test
  void theDocumentHasTheTable() throws IOException {
    assertThat(Files.readString(DOCUMENT)).contains(table());
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder("| fact | 中文 | kind | from |\n| --- | --- | --- | --- |\n");
    for (Scope scope : Scope.values()) {
      String of = scope == Scope.MEMBER ? "m." : "";
      for (Fact fact : RegisterFacts.ALL.of(scope)) {
        table.append(
            "| `%s%s` | %s | %s | %s |\n"
                .formatted(of, fact.name(), fact.word(), kind(fact), from(fact)));
      }
      RegisterFacts.ALL
          .shorthands(scope)
          .values()
          .forEach(
              one ->
                  table.append(
                      "| `%s%s` | %s | follows from others | |\n"
                          .formatted(of, one.name(), one.word())));
    }
    return table.toString();
  }

  private static String kind(Fact fact) {
    String codes = fact.values().stream().map(Fact.Value::code).collect(Collectors.joining(" "));
    return switch (fact.kind()) {
      case FLAG -> "yes or no";
      case CODE -> "one of " + codes;
      case CODES -> "some of the same as `mainCause`";
      case NUMBER ->
          fact.unit() == Fact.Unit.NONE
              ? "number"
              : "number, " + fact.unit().name().toLowerCase(Locale.ROOT);
      case DAY -> "day";
      case REGION -> "region";
    };
  }

  private static String from(Fact fact) {
    return fact.source().registered()
        ? "`" + fact.source().where() + "`"
        : "not yet: " + fact.source().where();
  }

  /** For whoever changes the dictionary. */
  public static void main(String[] args) {
    System.out.print(table());
  }
}
