package yihuyima.api.organisation;

import org.jspecify.annotations.Nullable;

/**
 * An organisation in the tree.
 *
 * @param path the ids from the root down, such as {@code .1.4.12.}
 */
record Organisation(
    long id, @Nullable Long parentId, Level level, String name, String path, boolean closed) {
  /** Union levels, from the top. */
  enum Level {
    COUNTRY,
    PROVINCE,
    CITY,
    COUNTY,
    TOWN,
    GRASSROOTS
  }

  boolean contains(Organisation other) {
    return other.path().startsWith(path);
  }
}
