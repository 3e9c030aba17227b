package yihuyima.api.policy.recomputation;

import java.util.Arrays;
import java.util.Set;

/** What one household may enjoy, by numbers of policies, ascending. */
final class Answer {
  /** Neither entitled to anything nor in doubt. */
  static final Answer NONE = new Answer(new short[0], new short[0]);

  private final short[] entitled;
  private final short[] unknown;

  /** Takes the arrays over. */
  Answer(short[] entitled, short[] unknown) {
    this.entitled = entitled;
    this.unknown = unknown;
  }

  /** Not to be changed. */
  short[] entitled() {
    return entitled;
  }

  /** Of which it cannot be told; not to be changed. */
  short[] unknown() {
    return unknown;
  }

  boolean isNothing() {
    return entitled.length == 0 && unknown.length == 0;
  }

  /** What it is entitled to and does not enjoy, ascending. */
  short[] gaps(Set<Short> enjoyed) {
    if (enjoyed.isEmpty()) {
      return entitled;
    }
    short[] left = new short[entitled.length];
    int count = 0;
    for (short one : entitled) {
      if (!enjoyed.contains(one)) {
        left[count++] = one;
      }
    }
    return Arrays.copyOf(left, count);
  }
}
