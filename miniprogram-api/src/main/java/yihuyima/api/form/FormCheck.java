package yihuyima.api.form;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields held against each other: what is right by itself may be wrong beside another. Pure. */
public final class FormCheck {
  /** Nobody works before (Labour Law, article 15). */
  static final int WORKS_FROM_YEARS = 16;

  /** Nobody is older. */
  static final int AGE_MAX_YEARS = 120;

  private FormCheck() {}

  /**
   * One thing that cannot be.
   *
   * @param field the one to mend
   * @param mend how, without repeating what was typed
   */
  public record Fault(FormField field, String mend) {}

  /**
   * What an ID number tells of its holder, for the fields that somebody left empty.
   *
   * @param values canonical texts; those of birth and sex are put in where they are missing
   */
  public static Map<FormField, String> completed(Map<FormField, String> values) {
    Map<FormField, String> whole = new EnumMap<>(FormField.class);
    whole.putAll(values);
    idNumber(values)
        .ifPresent(
            number -> {
              whole.putIfAbsent(FormField.BORN_ON, number.bornOn().toString());
              whole.putIfAbsent(FormField.SEX, number.sex());
            });
    return whole;
  }

  /** What is wrong with the facts of a person, on a day; empty when nothing is. */
  public static List<Fault> ofPerson(Map<FormField, String> values, LocalDate today) {
    List<Fault> faults = new ArrayList<>(missing(FormField.Of.PERSON, values));
    LocalDate born = day(values, FormField.BORN_ON);
    idNumber(values)
        .ifPresent(
            number -> {
              if (born != null && !born.equals(number.bornOn())) {
                faults.add(new Fault(FormField.BORN_ON, "出生日期与身份证号不一致"));
              }
              String sex = values.get(FormField.SEX);
              if (sex != null && !sex.equals(number.sex())) {
                faults.add(new Fault(FormField.SEX, "性别与身份证号不一致"));
              }
            });
    if (born != null) {
      if (born.isAfter(today)) {
        faults.add(new Fault(FormField.BORN_ON, "出生日期在今天以后"));
      } else if (born.isBefore(today.minusYears(AGE_MAX_YEARS))) {
        faults.add(new Fault(FormField.BORN_ON, "年龄超过" + AGE_MAX_YEARS + "岁，请核对"));
      }
      works(values, born, FormField.WORK_SINCE, faults, today);
      works(values, born, FormField.CONTRACT_ON, faults, today);
      entered(values, born, faults);
    }
    return faults;
  }

  private static void works(
      Map<FormField, String> values,
      LocalDate born,
      FormField field,
      List<Fault> faults,
      LocalDate today) {
    LocalDate day = day(values, field);
    if (day == null) {
      return;
    }
    if (day.isAfter(today)) {
      faults.add(new Fault(field, "日期在今天以后"));
    } else if (day.isBefore(born.plusYears(WORKS_FROM_YEARS))) {
      faults.add(new Fault(field, "那时还不满" + WORKS_FROM_YEARS + "岁，请核对"));
    }
  }

  private static void entered(Map<FormField, String> values, LocalDate born, List<Fault> faults) {
    String year = values.get(FormField.ENTERED_YEAR);
    if (year != null && Integer.parseInt(year) < born.getYear() + 2) {
      faults.add(new Fault(FormField.ENTERED_YEAR, "入学年份早于能上幼儿园的年龄"));
    }
  }

  /** What is wrong with the facts of a household; empty when nothing is. */
  public static List<Fault> ofHousehold(Map<FormField, String> values) {
    List<Fault> faults = new ArrayList<>(missing(FormField.Of.HOUSEHOLD, values));
    String main = values.get(FormField.MAIN_CAUSE);
    String others = values.get(FormField.OTHER_CAUSES);
    if (main != null && others != null && List.of(others.split(",", -1)).contains(main)) {
      faults.add(new Fault(FormField.OTHER_CAUSES, "次要致困原因里不要再写主要原因"));
    }
    String total = values.get(FormField.YEAR_INCOME);
    String part = values.get(FormField.OTHER_INCOME);
    if (total != null && part != null && Long.parseLong(part) > Long.parseLong(total)) {
      faults.add(new Fault(FormField.OTHER_INCOME, "非薪资收入比家庭年度总收入还多"));
    }
    return faults;
  }

  private static List<Fault> missing(FormField.Of of, Map<FormField, String> values) {
    return FormField.of(of).stream()
        .filter(field -> field.isRequired() && values.get(field) == null)
        .map(field -> new Fault(field, "不能空着"))
        .toList();
  }

  private static Optional<IdNumber> idNumber(Map<FormField, String> values) {
    String number = values.get(FormField.ID_NUMBER);
    return number == null ? Optional.empty() : Optional.of(new IdNumber(number));
  }

  private static @Nullable LocalDate day(Map<FormField, String> values, FormField field) {
    String day = values.get(field);
    return day == null ? null : LocalDate.parse(day);
  }
}
