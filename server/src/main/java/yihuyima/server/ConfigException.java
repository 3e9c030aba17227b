package yihuyima.server;

import java.util.List;

/** The configuration cannot be used; says why, one line each, never a secret. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line for each thing to mend. */
  public List<String> problems() {
    return problems;
  }
}
