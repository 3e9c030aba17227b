package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/**
 * What is not the caller's and what is not there are told apart by nothing: status, body, headers.
 * {@code -Dpairs=20000} takes as many pairs, interleaved, and prints the medians of the time.
 */
class ForbiddenOrAbsentIT {
  private static final int PAIRS = Integer.getInteger("pairs", 60);

  private static TestServer server;
  private static SweptPlace place;
  private static Fixtures.StaffMember stranger;
  private static Fixtures.StaffMember clerk;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    place = SweptPlace.in(server.fixtures());
    stranger = server.fixtures().staff(place.sibling(), Role.CADRE, Role.CHECKER);
    clerk = server.fixtures().staff(place.sibling(), Role.CODE_CLERK, Role.FUND_CLERK);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer.Answer ask(String operation, SweptThings things, String token) {
    ContractCheck.Operation asked =
        ContractCheck.all().stream()
            .filter(each -> each.id().equals(operation))
            .findFirst()
            .orElseThrow();
    return server.send(
        asked.method(),
        things.path(asked.template()),
        token,
        SweptBodies.of(operation, things),
        asked.method().equals("POST") ? UUID.randomUUID().toString() : null,
        "Content-Type",
        "application/json");
  }

  private static double medianMicros(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1e3;
  }

  @Test
  void nothingTellsWhatIsForbiddenFromWhatIsAbsent() {
    List<String> reads = List.of("getHousehold", "getApplication", "readMaterial");
    List<String> writes = List.of("logVisit", "checkApplication", "bindAtDoor");
    List<String> clerks = List.of("getHouseholdCode", "revokeHouseholdCode", "settlePayment");
    int each = Math.max(1, PAIRS / 9);
    compare(reads, stranger.token(), each);
    compare(writes, stranger.token(), each);
    compare(clerks, clerk.token(), each);
    compare(List.of("getApplication", "readMaterial"), place.neighbour().token(), each);
  }

  private static void compare(List<String> operations, String token, int pairs) {
    SweptThings forbidden = place.at(SweptRelation.OTHER_COUNTY);
    SweptThings absent = place.at(SweptRelation.ABSENT);
    for (String operation : operations) {
      long[] there = new long[pairs];
      long[] gone = new long[pairs];
      for (int i = 0; i < pairs; i++) {
        boolean first = i % 2 == 0;
        Timed one = Timed.of(operation, first ? forbidden : absent, token);
        Timed other = Timed.of(operation, first ? absent : forbidden, token);
        assertThat(SweepVerdict.told(one.answer()))
            .as(operation)
            .isEqualTo(SweepVerdict.told(other.answer()))
            .startsWith("404");
        there[i] = first ? one.nanos() : other.nanos();
        gone[i] = first ? other.nanos() : one.nanos();
      }
      double forbiddenMicros = medianMicros(there);
      double absentMicros = medianMicros(gone);
      System.out.printf(
          "forbidden or absent: %s %,d pairs, medians %.0f and %.0f us, %+.1f %%%n",
          operation,
          pairs,
          forbiddenMicros,
          absentMicros,
          (forbiddenMicros / absentMicros - 1) * 100);
    }
  }

  private record Timed(TestServer.Answer answer, long nanos) {
    static Timed of(String operation, SweptThings things, String token) {
      long began = System.nanoTime();
      TestServer.Answer answer = ask(operation, things, token);
      return new Timed(answer, System.nanoTime() - began);
    }
  }
}
