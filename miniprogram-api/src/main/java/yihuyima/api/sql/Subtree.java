package yihuyima.api.sql;

/**
 * A subtree of the union tree as a range of paths: {@code path >= from AND path < to}. Paths end in
 * a dot and the slash is the next letter after it, so a plain index serves.
 */
public record Subtree(String from, String to) {
  /** The subtree of an organisation, itself included. */
  public static Subtree of(String organisationPath) {
    if (!organisationPath.endsWith(".")) {
      throw new IllegalArgumentException("a path ends in a dot");
    }
    return new Subtree(
        organisationPath, organisationPath.substring(0, organisationPath.length() - 1) + "/");
  }
}
