package yihuyima.demo.county;

import org.jspecify.annotations.Nullable;

/**
 * A union of the invented tree.
 *
 * @param path ids from the root down, each followed by a dot
 * @param sharedPairing whether cadres of the station may read their colleagues' households
 */
record Organisation(
    long id,
    @Nullable Long parentId,
    String level,
    String regionCode,
    String name,
    @Nullable String hotline,
    String path,
    boolean sharedPairing) {}
