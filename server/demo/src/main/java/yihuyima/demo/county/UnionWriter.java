package yihuyima.demo.county;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.postgresql.copy.CopyManager;
import yihuyima.api.secret.Column;

/** Writes what stands around the households: the tree, staff, programmes, partners. */
final class UnionWriter {
  private final CopyManager copy;
  private final SampleKeys keys;
  private final LocalDate today;

  UnionWriter(CopyManager copy, SampleKeys keys, LocalDate today) {
    this.copy = copy;
    this.keys = keys;
    this.today = today;
  }

  void write(UnionTree tree, Roster roster, List<Programme> programmes) throws SQLException {
    writeTree(tree);
    writeStandards(tree);
    writeCalendar();
    writeProgrammes(programmes);
    writeStaff(roster);
    writePartners(tree.home().union());
    writeNews(tree.home().union());
  }

  private void writeTree(UnionTree tree) throws SQLException {
    CopyRows rows =
        new CopyRows(
            "organisation",
            "id",
            "parent_id",
            "level",
            "region_code",
            "name",
            "hotline",
            "path",
            "shared_pairing");
    for (Organisation union : tree.organisations()) {
      rows.row()
          .int8(union.id())
          .int8(union.parentId())
          .text(union.level())
          .text(union.regionCode())
          .text(union.name())
          .text(union.hotline())
          .text(union.path())
          .bool(union.sharedPairing());
    }
    rows.send(copy);
  }

  private void writeStandards(UnionTree tree) throws SQLException {
    CopyRows rows =
        new CopyRows("living_standard", "region_code", "valid_from", "month_fen", "source");
    // The neighbour county and all further ones have the province's.
    for (String region : List.of(HardshipRules.PROVINCE, tree.home().regionCode())) {
      for (LivingStandard standard : LivingStandard.ALL) {
        rows.row()
            .text(region)
            .day(standard.validFrom())
            .int8(standard.monthFen())
            .text(standard.source());
      }
    }
    rows.send(copy);
  }

  private void writeCalendar() throws SQLException {
    CopyRows rows = new CopyRows("calendar_day", "on_day", "working", "name");
    for (Holidays.Day day : Holidays.all()) {
      rows.row().day(day.onDay()).bool(day.working()).text(day.name());
    }
    rows.send(copy);
  }

  private void writeProgrammes(List<Programme> programmes) throws SQLException {
    CopyRows rows =
        new CopyRows(
            "programme",
            "id",
            "code",
            "policy_code",
            "organisation_id",
            "name",
            "gives",
            "material",
            "ceiling_fen",
            "ceiling_standards_deep",
            "ceiling_standards_relative",
            "needs_file",
            "check_working_days",
            "approve_working_days",
            "pay_working_days",
            "valid_from");
    for (Programme one : programmes) {
      rows.row()
          .int8(one.id())
          .text(one.code())
          .text(one.policyCode())
          .int8(one.union().id())
          .text(one.name())
          .text(one.gives())
          .texts(one.material())
          .int8(one.ceilingFen())
          .int4(one.standardsDeep())
          .int4(one.standardsRelative())
          .bool(one.needsFile())
          .int4(one.checkWorkingDays())
          .int4(one.approveWorkingDays())
          .int4(one.payWorkingDays())
          .day(one.validFrom());
    }
    rows.send(copy);
  }

  private void writeStaff(Roster roster) throws SQLException {
    CopyRows rows =
        new CopyRows(
            "staff",
            "id",
            "organisation_id",
            "login_name",
            "password_hash",
            "name",
            "unit",
            "phone_enc",
            "outside_tree",
            "roles",
            "wecom_user");
    for (Staff staff : roster.all()) {
      rows.row()
          .int8(staff.id())
          .int8(staff.union().id())
          .text(staff.loginName())
          .text(keys.staffPasswordHash())
          .text(staff.name())
          .text(staff.unit())
          .bytes(keys.cipher().seal(Column.STAFF_PHONE, staff.id(), staff.phone()))
          .bool(staff.outsideTree())
          .texts(staff.roles())
          // As if everybody in the union had linked it: the enterprise's name is the login name.
          .text(staff.loginName());
    }
    rows.send(copy);
  }

  private void writePartners(Organisation union) throws SQLException {
    CopyRows partnerKeys =
        new CopyRows(
            "partner_key", "kid", "partner_id", "alg", "public_key", "from_at", "to_at", "place");
    CopyRows purposes =
        new CopyRows(
            "partner_purpose",
            "partner_id",
            "purpose",
            "title",
            "legal_ground",
            "fields",
            "until_on");
    CopyRows usage =
        new CopyRows(
            "partner_usage",
            "partner_id",
            "on_day",
            "calls",
            "foreign_calls",
            "minute_at",
            "minute_calls");
    StringBuilder partners = new StringBuilder();
    StringBuilder history = new StringBuilder();
    Instant from = Applications.at(today.minusDays(300), 9);
    for (Partners.Partner partner : Partners.ALL) {
      partners.append(
          String.join(
              "\t",
              Long.toString(partner.id()),
              partner.code(),
              partner.name(),
              Long.toString(union.id()),
              "{" + String.join(",", Partners.NETWORKS) + "}\n"));
      remember(history, partner, "OPENED", "\\N", from);
      remember(history, partner, "KEY_REGISTERED", Partners.keyId(partner.code()), from);
      partnerKeys
          .row()
          .text(Partners.keyId(partner.code()))
          .int8(partner.id())
          .text("Ed25519")
          .bytes(keys.partnerPublicKey().apply(partner.code()))
          .moment(from)
          .moment(Applications.at(today.plusDays(430), 9))
          .int2(1);
      for (Partners.Purpose purpose : partner.purposes()) {
        remember(history, partner, "AGREED", purpose.code(), from);
        purposes
            .row()
            .int8(partner.id())
            .text(purpose.code())
            .text(purpose.title())
            .text(purpose.legalGround())
            .texts(purpose.fields())
            .day(purpose.untilOn(today));
      }
      for (int daysAgo = 29; daysAgo > 0; daysAgo--) {
        LocalDate day = today.minusDays(daysAgo);
        int calls = Partners.calls(partner, day);
        if (calls > 0) {
          usage
              .row()
              .int8(partner.id())
              .day(day)
              .int4(calls)
              .int4(0)
              .moment(Applications.at(day, 16))
              .int4(1);
        }
      }
    }
    // Networks have no form of their own among the binary columns.
    copyText("partner (id, code, name, organisation_id, networks)", partners);
    partnerKeys.send(copy);
    purposes.send(copy);
    usage.send(copy);
    copyText("partner_history (partner_id, kind, at, by_staff_id, subject)", history);
  }

  private static void remember(
      StringBuilder history, Partners.Partner partner, String kind, String subject, Instant at) {
    history.append(
        String.join(
            "\t",
            Long.toString(partner.id()),
            kind,
            at.toString(),
            Long.toString(Roster.idOf("admin")),
            subject + "\n"));
  }

  private void copyText(String columns, StringBuilder rows) throws SQLException {
    try {
      copy.copyIn("COPY " + columns + " FROM STDIN", new StringReader(rows.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeNews(Organisation union) throws SQLException {
    CopyRows rows =
        new CopyRows("news", "organisation_id", "title", "body", "published_at", "published_by");
    for (NewsItems item : NewsItems.ALL) {
      rows.row()
          .int8(union.id())
          .text(item.title())
          .text(item.body())
          .moment(Applications.at(today.minusDays(item.daysAgo()), 10))
          .int8(Roster.idOf("notice"));
    }
    rows.send(copy);
  }
}
