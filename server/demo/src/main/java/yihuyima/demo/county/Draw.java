package yihuyima.demo.county;

import java.util.List;
import java.util.SplittableRandom;

/** Chance that is none: the same seed and number give the same draws, on every machine. */
final class Draw {
  private final SplittableRandom random;

  private Draw(SplittableRandom random) {
    this.random = random;
  }

  /** The draws of one thing out of many. */
  static Draw of(long seed, long number) {
    // Far apart, whatever the numbers: SplittableRandom mixes its seed.
    return new Draw(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number));
  }

  /** 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  double between(double least, double most) {
    return least + random.nextDouble() * (most - least);
  }

  /** True in so many of a hundred cases. */
  boolean percent(double share) {
    return random.nextDouble() * 100 < share;
  }

  <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
