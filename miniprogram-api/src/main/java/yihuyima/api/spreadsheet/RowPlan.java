package yihuyima.api.spreadsheet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;
import yihuyima.api.form.FormCheck;
import yihuyima.api.form.FormField;
import yihuyima.api.register.FactColumns;

/**
 * What would come of a household's rows: the decision of every import, pure. Rows are held against
 * what the register holds now; a person who stands in another open file is an error of the row,
 * never merged.
 *
 * @param kind what the household's rows are
 * @param household whom they are about; null for a new one
 * @param organisationId whose a new household becomes
 * @param opensFile whether a file is opened
 * @param number of that file; null where it is ours to give
 * @param changed facts that differ; empty when none does
 * @param facts all of them as they stand afterwards
 */
record RowPlan(
    Kind kind,
    List<Finding> findings,
    Known.@Nullable Household household,
    long organisationId,
    boolean opensFile,
    @Nullable String number,
    String level,
    LocalDate openedOn,
    Set<FormField> changed,
    Map<FormField, String> facts,
    List<Member> people) {
  /** What is done with a household's rows. */
  enum Kind {
    /** Something is wrong: not taken in. */
    BAD,
    /** All of it stands so already. */
    SAME,
    /** A household that is not on file. */
    NEW,
    /** A household on file of which something differs. */
    CHANGED
  }

  /**
   * One person of the rows.
   *
   * @param known null for somebody new
   * @param joins whether they become a member
   */
  record Member(
      Known.@Nullable Person known,
      String idNumber,
      String relation,
      boolean joins,
      Set<FormField> changed,
      Map<FormField, String> facts) {
    @Override
    public String toString() {
      return "Member[" + relation + "]";
    }
  }

  boolean writes() {
    return kind == Kind.NEW || kind == Kind.CHANGED;
  }

  /** What is fixed for a whole file. */
  record Frame(Known.Organisation byDefault, LocalDate today) {}

  /** Decides. */
  static RowPlan of(SheetHousehold sheet, Known known, Frame frame) {
    return new Deciding(sheet, known, frame).plan();
  }

  private static final class Deciding {
    private final SheetHousehold sheet;
    private final Known known;
    private final Frame frame;
    private final List<Finding> findings;
    private Known.@Nullable Household household;

    Deciding(SheetHousehold sheet, Known known, Frame frame) {
      this.sheet = sheet;
      this.known = known;
      this.frame = frame;
      this.findings = new ArrayList<>(sheet.findings());
    }

    private void error(int row, FormColumn column, String says) {
      findings.add(Finding.error(row, column, says, null));
    }

    RowPlan plan() {
      household = household();
      long organisation = organisation();
      number();
      LocalDate openedOn = openedOn();
      Set<Purpose> withdrawn = household == null ? Set.of() : household.withdrawn();
      Map<FormField, String> before = household == null ? Map.of() : household.facts();
      Map<FormField, String> facts = new EnumMap<>(FormField.class);
      facts.putAll(before);
      Set<FormField> changed =
          state(sheet.row(), sheet.facts(), before, facts, withdrawn, household == null);
      faults(
          sheet.row(),
          FormCheck.ofHousehold(facts),
          before.isEmpty() ? any -> true : sheet.facts()::containsKey);
      List<Member> people = new ArrayList<>();
      for (SheetHousehold.Person person : sheet.people()) {
        Member member = member(person, withdrawn);
        if (member != null) {
          people.add(member);
        }
      }
      tellOfOthers(people);
      boolean opens = household == null || !household.open();
      boolean bad = findings.stream().anyMatch(Finding::error);
      boolean differs =
          opens
              || !changed.isEmpty()
              || people.stream().anyMatch(each -> each.joins() || !each.changed().isEmpty());
      Kind kind =
          bad ? Kind.BAD : household == null ? Kind.NEW : differs ? Kind.CHANGED : Kind.SAME;
      return new RowPlan(
          kind,
          List.copyOf(findings),
          household,
          organisation,
          opens,
          sheet.number(),
          sheet.level() == null ? "CITY" : sheet.level(),
          openedOn,
          changed,
          facts,
          people);
    }

    private Known.@Nullable Household household() {
      SheetHousehold.Person worker = sheet.worker().orElse(null);
      String number = worker == null ? null : worker.idNumber().orElse(null);
      Known.Person person = number == null ? null : known.people().get(number);
      if (worker == null || person == null) {
        return null;
      }
      FormColumn column = FormColumn.of(FormField.ID_NUMBER);
      Long id = person.openIn() != null ? person.openIn() : person.workerOf();
      if (id == null) {
        return null;
      }
      Known.Household found = known.households().get(id);
      if (found == null || !found.within()) {
        error(worker.row(), column, "此人已有档案，但不由您更新，请联系上级工会核实");
        return null;
      }
      if (person.openIn() != null && !id.equals(person.workerOf())) {
        error(worker.row(), column, "此人在档案里是别人的家庭成员，不是职工本人，请先核实");
        return null;
      }
      if (!found.open() && found.number() != null) {
        error(worker.row(), column, "这一户已经退档，请先办理重新建档，再导入");
        return null;
      }
      return found;
    }

    private long organisation() {
      String named = sheet.organisation();
      Known.Organisation found =
          named == null ? frame.byDefault() : known.organisations().get(named);
      FormColumn column = FormColumn.of(FormColumn.Kind.ORGANISATION);
      if (found == null) {
        findings.add(Finding.error(sheet.row(), column, "在您的工会及下级里没有找到，或有几个同名的；写全称，同名的写编号", named));
        return frame.byDefault().id();
      }
      if (household != null && named != null && found.id() != household.organisationId()) {
        findings.add(Finding.error(sheet.row(), column, "档案在另一个工会，导入不改变所属工会", named));
      }
      return found.id();
    }

    private void number() {
      String number = sheet.number();
      if (number == null) {
        return;
      }
      FormColumn column = FormColumn.of(FormColumn.Kind.FILE_NUMBER);
      Long holder = known.numbers().get(number);
      if (holder != null && (household == null || holder != household.id())) {
        findings.add(Finding.error(sheet.row(), column, "这个职工编号已经是另一户的", number));
      } else if (household != null
          && household.number() != null
          && !household.number().equals(number)) {
        findings.add(Finding.error(sheet.row(), column, "与档案里的职工编号不一致，请核对；不填也可以", number));
      }
    }

    private LocalDate openedOn() {
      LocalDate day = sheet.openedOn() == null ? frame.today() : LocalDate.parse(sheet.openedOn());
      FormColumn column = FormColumn.of(FormColumn.Kind.OPENED_ON);
      if (day.isAfter(frame.today())) {
        findings.add(Finding.error(sheet.row(), column, "建档日期在今天以后", sheet.openedOn()));
      }
      if (household != null && household.open()) {
        if (sheet.openedOn() != null && !day.equals(household.openedOn())) {
          findings.add(Finding.note(sheet.row(), column, "与档案里的建档日期不一样，导入不改", sheet.openedOn()));
        }
        if (sheet.level() != null && !sheet.level().equals(household.level())) {
          findings.add(
              Finding.note(
                  sheet.row(),
                  FormColumn.of(FormColumn.Kind.FILE_LEVEL),
                  "与档案里的建档级别不一样，导入不改",
                  FormColumn.LEVELS.get(sheet.level())));
        }
      }
      return day;
    }

    /** Puts what is stated over what was; gives what differs. */
    private Set<FormField> state(
        int row,
        Map<FormField, String> stated,
        Map<FormField, String> before,
        Map<FormField, String> facts,
        Set<Purpose> withdrawn,
        boolean isNew) {
      Set<FormField> changed = EnumSet.noneOf(FormField.class);
      stated.forEach(
          (field, value) -> {
            if (field == FormField.ID_NUMBER || value.equals(before.get(field))) {
              return;
            }
            if (!isNew && FactColumns.isKept(field, withdrawn)) {
              findings.add(Finding.note(row, FormColumn.of(field), "这户撤回了对这项资料的同意，没有导入", null));
              return;
            }
            facts.put(field, value);
            changed.add(field);
          });
      return changed;
    }

    private void faults(int row, List<FormCheck.Fault> faults, Predicate<FormField> concerns) {
      for (FormCheck.Fault fault : faults) {
        boolean said =
            findings.stream()
                .anyMatch(
                    f ->
                        f.error()
                            && f.row() == row
                            && FormColumn.of(fault.field()).heading().equals(f.column()));
        if (concerns.test(fault.field()) && !said) {
          error(row, FormColumn.of(fault.field()), fault.mend());
        }
      }
    }

    private @Nullable Member member(SheetHousehold.Person person, Set<Purpose> withdrawn) {
      String number = person.idNumber().orElse(null);
      if (number == null) {
        faults(
            person.row(),
            FormCheck.ofPerson(person.facts(), frame.today()),
            field ->
                field != FormField.ID_NUMBER
                    && field != FormField.BORN_ON
                    && field != FormField.SEX);
        return null;
      }
      Known.Person one = known.people().get(number);
      FormColumn column = FormColumn.of(FormField.ID_NUMBER);
      boolean elsewhere =
          one != null
              && one.openIn() != null
              && (household == null || !one.openIn().equals(household.id()));
      if (elsewhere && !person.isWorker()) {
        error(person.row(), column, "此人已在另一份在档档案里，请先核实，再决定归哪一户");
      }
      String relation = one == null || household == null ? null : household.members().get(one.id());
      if (relation != null && !relation.equals(person.relation())) {
        findings.add(
            Finding.note(
                person.row(), FormColumn.of(FormColumn.Kind.RELATION), "与档案里的关系不一样，导入不改", null));
      }
      Map<FormField, String> before = one == null ? Map.of() : one.facts();
      Map<FormField, String> stated = FormCheck.completed(person.facts());
      boolean child =
          withdrawn.contains(Purpose.MINORS)
              && isMinor(stated.getOrDefault(FormField.BORN_ON, before.get(FormField.BORN_ON)));
      if (child) {
        findings.add(Finding.ofRow(person.row(), false, "这户撤回了对未成年人资料的同意，这一行没有导入"));
        return null;
      }
      Map<FormField, String> facts = new EnumMap<>(FormField.class);
      facts.putAll(before);
      Set<FormField> changed =
          state(person.row(), stated, before, facts, withdrawn, before.isEmpty());
      Map<FormField, String> whole = new EnumMap<>(FormField.class);
      whole.putAll(facts);
      whole.put(FormField.ID_NUMBER, number);
      faults(
          person.row(),
          FormCheck.ofPerson(whole, frame.today()),
          before.isEmpty() ? any -> true : stated::containsKey);
      return new Member(one, number, person.relation(), relation == null, changed, facts);
    }

    private boolean isMinor(@Nullable String born) {
      return born == null
          || LocalDate.parse(born).isAfter(Purpose.minorsAreBornAfter(frame.today()));
    }

    private void tellOfOthers(List<Member> people) {
      if (household == null) {
        return;
      }
      long there =
          people.stream()
              .filter(each -> each.known() != null)
              .filter(each -> household.members().containsKey(each.known().id()))
              .count();
      long others = household.members().size() - there;
      if (others > 0 && sheet.people().size() == people.size()) {
        findings.add(Finding.ofRow(sheet.row(), false, "档案里还有" + others + "位家庭成员不在表里，保留不动"));
      }
    }
  }
}
