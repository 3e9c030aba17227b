package yihuyima.demo;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Processor time that this process, PostgreSQL and Redis have taken. On a machine shared with
 * others it says far more steadily than the clock what an answer costs.
 */
record CpuMeter(ProcessHandle postgres, ProcessHandle redis) {
  /** Processor time up to a moment. */
  record Reading(Duration server, Duration postgres, Duration redis) {
    Reading since(Reading before) {
      return new Reading(
          server.minus(before.server), postgres.minus(before.postgres), redis.minus(before.redis));
    }
  }

  static CpuMeter of(EmbeddedPostgres postgres, EmbeddedRedis redis) {
    return new CpuMeter(handle(postgres.pid()), handle(redis.pid()));
  }

  private static ProcessHandle handle(OptionalLong pid) {
    return ProcessHandle.of(pid.orElseThrow()).orElseThrow();
  }

  /** PostgreSQL's is the sum over its backends: one that ends in between is missed. */
  Reading read() {
    return new Reading(
        cpu(ProcessHandle.current()),
        Stream.concat(Stream.of(postgres), postgres.descendants())
            .map(CpuMeter::cpu)
            .reduce(Duration.ZERO, Duration::plus),
        cpu(redis));
  }

  private static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
