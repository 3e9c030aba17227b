package yihuyima.qr;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import yihuyima.qr.Segment.Mode;

/**
 * Cuts any text into the mix of segments with the fewest bits.
 *
 * <p>A shortest path over (character, mode): staying in a mode costs the character, changing costs
 * a new header. Costs are sixths of a bit, in which 3⅓ bits a digit and 5½ an alphanumeric
 * character are whole numbers; a change rounds up to whole bits, as the symbol does.
 */
final class Segmentation {
  private static final int SIXTHS = 6;

  /** Above any cost; two of them still add up without overflow. */
  private static final int UNREACHABLE = Integer.MAX_VALUE / 2;

  private static final Mode[] MODES = Mode.values();

  private Segmentation() {}

  /** The segments of a text for symbols of this version (1–26) and its class of count lengths. */
  static List<Segment> of(String text, int version) {
    String bytes = Segment.utf8(text);
    int[][] cameFrom = new int[bytes.length()][MODES.length];
    int[] costs = new int[MODES.length];
    for (int mode = 0; mode < MODES.length; mode++) {
      costs[mode] = MODES[mode].headerBits(version) * SIXTHS;
    }
    for (int i = 0; i < bytes.length(); i++) {
      costs = step(bytes.charAt(i), costs, cameFrom[i], version);
    }
    return cut(bytes, cameFrom, cheapest(costs));
  }

  /**
   * Costs after one more character, and in {@code from} the mode that the following character was
   * reached from, by that character's mode.
   */
  private static int[] step(char character, int[] costs, int[] from, int version) {
    int[] within = new int[MODES.length];
    for (int mode = 0; mode < MODES.length; mode++) {
      within[mode] = Math.min(UNREACHABLE, costs[mode] + sixths(MODES[mode], character));
    }
    int[] next = new int[MODES.length];
    Arrays.fill(next, UNREACHABLE);
    for (int to = 0; to < MODES.length; to++) {
      for (int source = 0; source < MODES.length; source++) {
        int cost = within[source];
        if (source != to && cost < UNREACHABLE) {
          cost = roundedUp(cost) + MODES[to].headerBits(version) * SIXTHS;
        }
        if (cost < next[to]) {
          next[to] = cost;
          from[to] = source;
        }
      }
    }
    return next;
  }

  /** Walks back from the cheapest end and joins neighbours of one mode. */
  private static List<Segment> cut(String bytes, int[][] cameFrom, int lastMode) {
    Deque<Segment> segments = new ArrayDeque<>();
    int mode = lastMode;
    int end = bytes.length();
    for (int i = bytes.length() - 1; i >= 0; i--) {
      int source = cameFrom[i][mode];
      if (source != mode && i + 1 < end) {
        segments.addFirst(new Segment(MODES[mode], bytes.substring(i + 1, end)));
        end = i + 1;
      }
      mode = source;
    }
    segments.addFirst(new Segment(MODES[mode], bytes.substring(0, end)));
    return List.copyOf(segments);
  }

  private static int cheapest(int[] costs) {
    int best = 0;
    for (int i = 1; i < costs.length; i++) {
      if (costs[i] < costs[best]) {
        best = i;
      }
    }
    return best;
  }

  private static int roundedUp(int sixths) {
    return (sixths + SIXTHS - 1) / SIXTHS * SIXTHS;
  }

  private static int sixths(Mode mode, char character) {
    return switch (mode) {
      case NUMERIC -> character >= '0' && character <= '9' ? 20 : UNREACHABLE;
      case ALPHANUMERIC -> Segment.alphanumericValue(character) >= 0 ? 33 : UNREACHABLE;
      case BYTE -> 48;
    };
  }
}
