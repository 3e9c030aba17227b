package yihuyima.demo;

import java.util.Set;

/**
 * Who asks in the sweep.
 *
 * @param name of its own, in messages and in the table
 * @param as the words of the table that it goes by, such as {@code cadre}
 * @param over over whose families it has the power that the words mean
 * @param overOffices over which counties' own things: accounts, jobs, the organisation itself
 * @param standing whether its session counts
 * @param sender how it asks
 */
record SweptPrincipal(
    String name,
    Set<String> as,
    Set<SweptRelation> over,
    Set<SweptRelation> overOffices,
    Standing standing,
    Sender sender) {

  /** What a session is worth. */
  enum Standing {
    /** As it seems. */
    GOOD,
    /** Nothing, in any operation that looks at it. */
    VOID,
    /** Only what leads to the second factor. */
    SECOND_FACTOR_DUE,
    /** Only what leads to a new password. */
    PASSWORD_DUE
  }

  /** Asks for an operation to be done to things. */
  @FunctionalInterface
  interface Sender {
    /** What came back. */
    TestServer.Answer ask(ContractCheck.Operation operation, SweptThings things);
  }

  boolean goesBy(Set<String> words) {
    return words.contains(name) || as.stream().anyMatch(words::contains);
  }
}
