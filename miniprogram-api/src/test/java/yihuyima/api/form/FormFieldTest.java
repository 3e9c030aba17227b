package yihuyima.api.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FormFieldTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

  @ParameterizedTest
  @CsvSource({
    "TIER, 深度困难, DEEP",
    "TIER, RELATIVE, RELATIVE",
    "OTHER_CAUSES, 收入低、子女上学, 'LOW_INCOME,CHILD_SCHOOLING'",
    "OTHER_CAUSES, '收入低, 收入低', LOW_INCOME",
    "WORK_STATUS, 下(待)岗, LAID_OFF",
    "YEAR_INCOME, '12,345.6元', 1234560",
    "YEAR_INCOME, 0, 0",
    "YEAR_INCOME, １２３, 12300",
    "FLOOR_AREA, 56.5平方米, 565",
    "SINGLE_PARENT, 是, true",
    "BORN_ON, 1980年1月1日, 1980-01-01",
    "BORN_ON, 19800101, 1980-01-01",
    "BORN_ON, 1980/1/1, 1980-01-01",
    "ID_NUMBER, 99012019800101003x, 99012019800101003X",
    "PHONE, +86 100-0123 4567, 10001234567",
    "ENTERED_YEAR, 2024年, 2024",
    "SCHOOL_YEARS, 4.0, 4",
    "POSTCODE, 250000, 250000",
    "NAME, '　样示例　', 样示例",
    "ETHNICITY, 汉族, 01",
  })
  void readsWhatPeopleType(FormField field, String typed, String value) {
    assertThat(field.read(typed, true)).isEqualTo(FieldReading.good(value));
  }

  @ParameterizedTest
  @CsvSource({
    "TIER, 低保户, DEEP, 按“深度困难”录入",
    "TIER, 低保边缘户, RELATIVE, 按“相对困难”录入",
    "HEALTH, 尿毒症, KIDNEY_FAILURE, 按“终末期肾病”录入",
    "WORK_SINCE, 2001-09, 2001-09-01, 没有写日，按当月1日录入",
  })
  void saysWhatItMadeOfOlderWords(FormField field, String typed, String value, String note) {
    assertThat(field.read(typed, true)).isEqualTo(new FieldReading.Good(value, note));
  }

  @ParameterizedTest
  @CsvSource({
    "TIER, 很困难",
    "OTHER_CAUSES, 收入低、天气",
    "OTHER_CAUSES, 收入低、子女上学、其他、下岗失业",
    "YEAR_INCOME, -1",
    "YEAR_INCOME, 1.005",
    "YEAR_INCOME, 10000000.01",
    "YEAR_INCOME, 1e5",
    "BORN_ON, 1980-02-30",
    "BORN_ON, 1980",
    "BORN_ON, 1899-12-31",
    "ID_NUMBER, 990120198001010031",
    "ID_NUMBER, 99012019801301001X",
    "ID_NUMBER, 9901201980010100",
    "PHONE, 1000123456",
    "PHONE, 0531-8888888",
    "CARD, 9900000000000000003",
    "CARD, 12345678901",
    "SINGLE_PARENT, 也许",
    "ENTERED_YEAR, 1949",
    "POSTCODE, 25000",
    "HUKOU_REGION, 济南",
  })
  void refusesTheRestInWordsThatDoNotRepeatIt(FormField field, String typed) {
    assertThat(field.read(typed, true))
        .isInstanceOfSatisfying(
            FieldReading.Bad.class,
            bad -> assertThat(bad.mend()).doesNotContain(typed).isNotBlank());
  }

  /** The example of GB 11643 itself, and one of 15 digits made 18 long. */
  @Test
  void idNumbersByTheStandard() {
    assertThat(IdNumber.read("11010519491231002X", false).number()).isPresent();
    IdNumber.Read old = IdNumber.read("110105491231002", false);
    assertThat(old.converted()).isTrue();
    assertThat(old.number()).contains(new IdNumber("11010519491231002X"));
    assertThat(old.number().orElseThrow().bornOn()).isEqualTo(LocalDate.of(1949, 12, 31));
    assertThat(old.number().orElseThrow().sex()).isEqualTo("F");
    assertThat(old.number().orElseThrow()).hasToString("IdNumber");
  }

  @Test
  void numbersOfInventedPeopleAreTakenInTheDemoAlone() {
    assertThat(FormField.ID_NUMBER.read("99012019800101003X", false))
        .isInstanceOf(FieldReading.Bad.class);
    assertThat(FormField.PHONE.read("10001234567", false)).isInstanceOf(FieldReading.Bad.class);
    assertThat(FormField.PHONE.read("13800000000", false))
        .isEqualTo(FieldReading.good("13800000000"));
  }

  @ParameterizedTest
  @EnumSource(FormField.class)
  void whatIsShownIsReadAsItWas(FormField field) {
    for (String value : samples(field)) {
      assertThat(field.read(field.show(value), true)).isEqualTo(FieldReading.good(value));
      assertThat(field.accept(value, true)).isEqualTo(FieldReading.good(value));
    }
    assertThat(field.read("  \u3000\u200b ", true)).isEqualTo(FieldReading.good(null));
  }

  private static List<String> samples(FormField field) {
    return switch (field.kind()) {
      case "CODE" ->
          field.list().orElseThrow().entries().stream().map(ValueList.Entry::code).toList();
      case "CODES" -> List.of("LOW_INCOME", "LOW_INCOME,OTHER,ACCIDENT");
      case "DAY" -> List.of("1980-02-29", "2026-11-27");
      case "WHOLE" -> List.of(field == FormField.SCHOOL_YEARS ? "4" : "2024");
      case "FEN" -> List.of("0", "1", "106200", "99999999");
      case "AREA" -> List.of("0", "565", "560");
      case "YES_NO" -> List.of("true", "false");
      case "ID_NUMBER" -> List.of("99012019800101003X");
      case "MOBILE" -> List.of("10001234567");
      case "CARD" -> List.of("9900000000000000002", "123456789012");
      default ->
          List.of(
              field == FormField.POSTCODE || field == FormField.HUKOU_REGION ? "250000" : "样例，（一）");
    };
  }

  @Test
  void columnsAndWordsAreEachThereOnce() {
    for (FormField.Of of : FormField.Of.values()) {
      Set<String> columns = new HashSet<>();
      FormField.of(of).forEach(field -> assertThat(columns.add(field.column())).isTrue());
    }
    Set<String> words = new HashSet<>();
    Arrays.stream(FormField.values())
        .flatMap(field -> field.workerWord().stream())
        .forEach(word -> assertThat(words.add(word)).as(word).isTrue());
  }

  @Test
  void wordsOfAListDoNotMeanTwoThings() {
    for (ValueList list : ValueList.values()) {
      Set<String> seen = new HashSet<>();
      list.entries().forEach(entry -> assertThat(seen.add(entry.word())).as(entry.word()).isTrue());
      assertThat(list.entries()).hasSizeGreaterThan(1);
    }
    assertThat(ValueList.ETHNICITY.entries()).hasSize(58);
  }

  @Test
  void aPersonIsHeldAgainstTheirIdNumber() {
    Map<FormField, String> person = person();
    assertThat(FormCheck.ofPerson(person, TODAY)).isEmpty();

    person.put(FormField.SEX, "F");
    person.put(FormField.BORN_ON, "1980-01-02");
    assertThat(FormCheck.ofPerson(person, TODAY))
        .extracting(FormCheck.Fault::field)
        .containsExactlyInAnyOrder(FormField.SEX, FormField.BORN_ON);
  }

  @Test
  void birthAndSexComeFromTheIdNumber() {
    Map<FormField, String> person = person();
    person.remove(FormField.SEX);
    person.remove(FormField.BORN_ON);
    assertThat(FormCheck.completed(person)).isEqualTo(person());
  }

  @Test
  void daysAreHeldAgainstEachOther() {
    Map<FormField, String> person = person();
    person.put(FormField.WORK_SINCE, "1995-12-31");
    person.put(FormField.CONTRACT_ON, "2026-11-28");
    person.put(FormField.ENTERED_YEAR, "1981");
    assertThat(FormCheck.ofPerson(person, TODAY))
        .extracting(FormCheck.Fault::field)
        .containsExactlyInAnyOrder(
            FormField.WORK_SINCE, FormField.CONTRACT_ON, FormField.ENTERED_YEAR);
    person.put(FormField.WORK_SINCE, "1996-01-01");
    person.put(FormField.CONTRACT_ON, "2026-11-27");
    person.put(FormField.ENTERED_YEAR, "1982");
    assertThat(FormCheck.ofPerson(person, TODAY)).isEmpty();
  }

  @Test
  void aHouseholdsCausesAndIncomesAgree() {
    Map<FormField, String> household = new EnumMap<>(FormField.class);
    assertThat(FormCheck.ofHousehold(household))
        .extracting(FormCheck.Fault::field)
        .containsExactly(
            FormField.MAIN_CAUSE, FormField.YEAR_INCOME, FormField.YEAR_EXPENSE, FormField.HOUSING);
    household.put(FormField.MAIN_CAUSE, "LOW_INCOME");
    household.put(FormField.YEAR_INCOME, "100");
    household.put(FormField.YEAR_EXPENSE, "0");
    household.put(FormField.HOUSING, "RENTED");
    assertThat(FormCheck.ofHousehold(household)).isEmpty();
    household.put(FormField.OTHER_CAUSES, "OTHER,LOW_INCOME");
    household.put(FormField.OTHER_INCOME, "101");
    assertThat(FormCheck.ofHousehold(household))
        .extracting(FormCheck.Fault::field)
        .containsExactly(FormField.OTHER_CAUSES, FormField.OTHER_INCOME);
  }

  private static Map<FormField, String> person() {
    Map<FormField, String> person = new EnumMap<>(FormField.class);
    person.put(FormField.NAME, "样示例");
    person.put(FormField.ID_NUMBER, "99012019800101003X");
    person.put(FormField.SEX, "M");
    person.put(FormField.BORN_ON, "1980-01-01");
    person.put(FormField.HEALTH, "GOOD");
    person.put(FormField.INSURANCE, "RESIDENT");
    person.put(FormField.WORK_STATUS, "UNEMPLOYED");
    person.put(FormField.MONTH_INCOME, "0");
    return person;
  }
}
