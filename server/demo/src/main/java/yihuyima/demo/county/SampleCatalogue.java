package yihuyima.demo.county;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.policy.Benefit;
import yihuyima.api.policy.CatalogueFile;
import yihuyima.api.policy.PolicyVersion;

/**
 * The sample catalogue, {@code policies.json}: policies of the kinds that provinces and cities
 * have, in our own words; offices, documents and many figures are invented.
 */
final class SampleCatalogue {
  static final List<PolicyVersion> ALL = read().policies();

  private static final String INSERT =
      """
      INSERT INTO policy (code, version, name, department, region_code, kind, gives, source, sort_order, valid_from, valid_to,
             rests_on, organisation_id, sector, parent_code, parent_kind, condition, benefit_form, benefit_unit, benefit_every,
             benefit_each, benefit_fen, benefit_deep, benefit_relative, benefit_accident, benefit_percent, benefit_of,
             benefit_cap_fen, excludes, ceiling_code, ceiling_fen, material, steps, next_action, answer_working_days,
             pay_working_days, source_number, source_on, is_sample, acted_by, acted_at)
      VALUES (?,?,?,?,?,?,?,?,?,?,?, ?,?,?,?,?,?,?,?,?, ?,?,?,?,?,?,?, ?,?,?,?,?,?,?,?, ?,?,?,true,?,?)
      """;

  /** Another administrator approved them on the day they began. */
  private static final List<String> APPROVE =
      List.of(
          "UPDATE policy SET status = 'SUBMITTED'",
          "UPDATE policy SET status = 'APPROVED', acted_by = %1$d, approved_by = %1$d, approved_at = acted_at"
              .formatted(Roster.idOf("top")));

  private SampleCatalogue() {}

  static CatalogueFile read() {
    try (InputStream in = SampleCatalogue.class.getResourceAsStream("policies.json")) {
      if (in == null) {
        throw new IllegalStateException("no policies.json");
      }
      return CatalogueFile.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest version of a code. */
  static int version(String code) {
    return ALL.stream()
        .filter(policy -> policy.code().equals(code))
        .mapToInt(PolicyVersion::version)
        .max()
        .orElseThrow();
  }

  /** Writes them as one administrator did, and has another approve them. */
  static void write(Connection connection, UnionTree tree) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (PolicyVersion policy : ALL) {
        set(connection, insert, policy, organisation(tree, policy.regionCode()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    for (String approve : APPROVE) {
      try (PreparedStatement statement = connection.prepareStatement(approve)) {
        statement.executeUpdate();
      }
    }
  }

  /** Whose it is: the topmost union of the region. */
  private static long organisation(UnionTree tree, String region) {
    return tree.organisations().stream()
        .filter(union -> union.regionCode().equals(region))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static void set(
      Connection connection, PreparedStatement insert, PolicyVersion policy, long organisation)
      throws SQLException {
    Benefit benefit = policy.benefit();
    OffsetDateTime at = Applications.at(policy.validFrom(), 0).atOffset(ZoneOffset.UTC);
    @Nullable Object[] values = {
      policy.code(),
      policy.version(),
      policy.name(),
      policy.department(),
      policy.regionCode(),
      policy.kind(),
      policy.gives(),
      policy.source(),
      policy.sortOrder(),
      policy.validFrom(),
      policy.validTo(),
      policy.restsOn() == null ? null : policy.restsOn().name(),
      organisation,
      policy.sector().name(),
      policy.parentCode(),
      policy.parentCode() == null ? null : policy.narrows() ? "NARROWS" : "ADDS",
      policy.condition(),
      benefit.form().name(),
      benefit.unit().name(),
      benefit.every().name(),
      benefit.each(),
      benefit.fen(),
      benefit.deep(),
      benefit.relative(),
      benefit.accident(),
      benefit.percent(),
      benefit.of(),
      benefit.capFen(),
      array(connection, policy.excludes()),
      policy.ceilingCode(),
      policy.ceilingFen(),
      array(connection, policy.material()),
      array(connection, policy.steps()),
      policy.nextAction(),
      policy.answerWorkingDays(),
      policy.payWorkingDays(),
      policy.sourceNumber(),
      policy.sourceOn(),
      Roster.idOf("admin"),
      at
    };
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) {
        insert.setNull(i + 1, Types.NULL);
      } else if (value instanceof java.sql.Array array) {
        insert.setArray(i + 1, array);
      } else {
        insert.setObject(i + 1, value);
      }
    }
  }

  private static java.sql.Array array(Connection connection, List<String> texts)
      throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }
}
