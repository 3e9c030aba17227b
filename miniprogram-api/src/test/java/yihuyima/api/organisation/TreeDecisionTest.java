package yihuyima.api.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

class TreeDecisionTest {
  private static final Caller.Staff CITY =
      new Caller.Staff(1, 3, ".1.2.3.", Set.of(Role.ADMINISTRATOR), UUID.randomUUID());
  private static final Organisation CITY_UNION =
      new Organisation(3, 2L, Organisation.Level.CITY, "云溪市总工会", ".1.2.3.", false);
  private static final Organisation COUNTY = county(4, false);
  private static final Organisation OTHER = county(5, false);
  private static final Organisation STATION =
      new Organisation(9, 4L, Organisation.Level.GRASSROOTS, "样例厂工会", ".1.2.3.4.9.", false);

  private static Organisation county(long id, boolean closed) {
    return new Organisation(
        id, 3L, Organisation.Level.COUNTY, "样例县总工会", ".1.2.3." + id + ".", closed);
  }

  private static Optional<Problem> problem(Optional<TreeDecision.Refusal> refusal) {
    return refusal.map(TreeDecision.Refusal::problem);
  }

  @Test
  void movesGoUnderAHigherLevelByAnAdministratorAboveBoth() {
    assertThat(TreeDecision.move(CITY, STATION, OTHER)).isEmpty();
    assertThat(TreeDecision.move(CITY, STATION, CITY_UNION)).isEmpty();
    assertThat(problem(TreeDecision.move(CITY, CITY_UNION, COUNTY))).contains(Problem.NOT_FOUND);
    assertThat(problem(TreeDecision.move(CITY, COUNTY, OTHER)))
        .contains(Problem.PLACE_NOT_ACCEPTED);
    assertThat(problem(TreeDecision.move(CITY, COUNTY, STATION)))
        .contains(Problem.PLACE_NOT_ACCEPTED);
  }

  @Test
  void whereItStandsAlreadyAndWhatIsClosedIsAChangedState() {
    assertThat(problem(TreeDecision.move(CITY, STATION, COUNTY))).contains(Problem.STATE_CHANGED);
    assertThat(problem(TreeDecision.move(CITY, STATION, county(5, true))))
        .contains(Problem.STATE_CHANGED);
    assertThat(problem(TreeDecision.merge(CITY, county(4, true), OTHER)))
        .contains(Problem.STATE_CHANGED);
  }

  @Test
  void mergersAreOfTwoOfOneLevel() {
    assertThat(TreeDecision.merge(CITY, COUNTY, OTHER)).isEmpty();
    assertThat(problem(TreeDecision.merge(CITY, COUNTY, COUNTY)))
        .contains(Problem.PLACE_NOT_ACCEPTED);
    assertThat(problem(TreeDecision.merge(CITY, STATION, OTHER)))
        .contains(Problem.PLACE_NOT_ACCEPTED);
    assertThat(problem(TreeDecision.merge(CITY, COUNTY, CITY_UNION))).contains(Problem.NOT_FOUND);
  }
}
