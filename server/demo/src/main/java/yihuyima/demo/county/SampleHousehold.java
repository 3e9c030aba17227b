package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a sample household.
 *
 * @param tier DEEP, RELATIVE or ACCIDENT; null while there is no file
 * @param file null when it has never had one
 * @param yearExpenseFen rigid expenses a year, what illness cost the family itself included
 * @param selfPaidMedicalFen null when it is not known
 */
record SampleHousehold(
    long id,
    Organisation union,
    UnionTree.County county,
    LocalDate since,
    @Nullable String tier,
    String mainCause,
    List<String> otherCauses,
    String housing,
    String address,
    long yearIncomeFen,
    long yearExpenseFen,
    @Nullable Long selfPaidMedicalFen,
    List<SamplePerson> people,
    @Nullable File file) {

  /** The household's file; {@code closedOn} is null while it is open. */
  record File(String number, String level, LocalDate openedOn, @Nullable LocalDate closedOn) {}

  SamplePerson worker() {
    return people.getFirst();
  }

  boolean hasOpenFile() {
    return file != null && file.closedOn() == null;
  }

  boolean isDeep() {
    return "DEEP".equals(tier);
  }

  boolean isRelative() {
    return "RELATIVE".equals(tier);
  }
}
