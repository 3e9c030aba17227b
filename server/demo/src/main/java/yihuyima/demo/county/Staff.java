package yihuyima.demo.county;

import java.util.List;

/**
 * A member of staff, or somebody from outside the tree who is paired with households.
 *
 * @param what in words for the one who tries the demo; empty for the crowd
 */
record Staff(
    long id,
    Organisation union,
    String loginName,
    String name,
    String unit,
    String phone,
    boolean outsideTree,
    List<String> roles,
    String what) {}
