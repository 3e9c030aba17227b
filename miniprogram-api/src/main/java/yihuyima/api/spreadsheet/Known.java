package yihuyima.api.spreadsheet;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;
import yihuyima.api.form.FormField;

/**
 * What the register holds of the people and households of a group of rows.
 *
 * @param people by ID number
 * @param households by id
 * @param numbers of files that the rows name, with whose they are
 * @param organisations that the rows name, by the words they name them with; not there where none
 *     or several are called so
 */
record Known(
    Map<String, Person> people,
    Map<Long, Household> households,
    Map<String, Long> numbers,
    Map<String, Organisation> organisations) {
  Known {
    people = Map.copyOf(people);
    households = Map.copyOf(households);
    numbers = Map.copyOf(numbers);
    organisations = Map.copyOf(organisations);
  }

  /** One of the union's organisations within reach. */
  record Organisation(long id, String name) {}

  /**
   * Somebody who is known.
   *
   * @param openIn the household in whose open file they stand; null for none
   * @param workerOf the household whose worker they are; null for none
   * @param newest the number of the newest version; 0 for none
   */
  record Person(
      long id,
      @Nullable Long openIn,
      @Nullable Long workerOf,
      int newest,
      Map<FormField, String> facts) {
    Person {
      facts = Map.copyOf(facts);
    }

    @Override
    public String toString() {
      return "Person[" + id + "]";
    }
  }

  /**
   * A household that is known.
   *
   * @param within whether it lies within reach and its data is used
   * @param number of its newest file; null where it never had one
   * @param open whether that file is open
   * @param members who is of it today, with their relation
   */
  record Household(
      long id,
      long organisationId,
      boolean within,
      Set<Purpose> withdrawn,
      @Nullable String number,
      @Nullable String level,
      @Nullable LocalDate openedOn,
      boolean open,
      int newest,
      Map<FormField, String> facts,
      Map<Long, String> members) {
    Household {
      withdrawn = Set.copyOf(withdrawn);
      facts = Map.copyOf(facts);
      members = Map.copyOf(members);
    }

    @Override
    public String toString() {
      return "Household[" + id + "]";
    }
  }
}
