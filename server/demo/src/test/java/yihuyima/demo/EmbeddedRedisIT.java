package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void onlyThePasswordOpensIt() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(directory)) {
      RedisURI stranger = RedisURI.create(redis.host(), redis.port());
      RedisClient client = RedisClient.create(stranger);
      try {
        assertThatThrownBy(() -> client.connect().sync().get("x"))
            .hasStackTraceContaining("NOAUTH");
      } finally {
        client.shutdown();
      }
      with(redis, LONG, commands -> assertThat(commands.ping()).isEqualTo("PONG"));
      assertThat(Files.getPosixFilePermissions(directory.resolve("redis.conf")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(redis.toString()).doesNotContain(redis.password());
    }
  }

  @Test
  void itListensOnLoopbackAndForgetsNothingWhenFull() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(directory)) {
      with(
          redis,
          LONG,
          commands -> {
            assertThat(commands.configGet("bind")).containsEntry("bind", "127.0.0.1");
            assertThat(commands.configGet("maxmemory")).containsEntry("maxmemory", "67108864");
            assertThat(commands.configGet("maxmemory-policy"))
                .containsEntry("maxmemory-policy", "noeviction");
            assertThat(commands.configGet("save")).containsEntry("save", "");
            assertThat(commands.configGet("appendonly")).containsEntry("appendonly", "no");
          });
    }
  }

  @Test
  void aFullRedisRefusesWrites() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(directory, Map.of("maxmemory", "1mb"))) {
      with(
          redis,
          LONG,
          commands ->
              assertThatThrownBy(
                      () -> {
                        for (int i = 0; i < 1_000; i++) {
                          commands.set("key" + i, "x".repeat(10_000));
                        }
                      })
                  .isInstanceOf(RedisCommandExecutionException.class)
                  .hasMessageStartingWith("OOM"));
    }
  }

  @Test
  void aPausedRedisHangsAndGoesOnWhereItWas() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(directory)) {
      with(
          redis,
          SHORT,
          commands -> {
            commands.set("kept", "1");
            redis.pause();
            assertThatThrownBy(() -> commands.get("kept"))
                .isInstanceOf(RedisCommandTimeoutException.class);
            redis.resume();
          });
      with(redis, LONG, commands -> assertThat(commands.get("kept")).isEqualTo("1"));
    }
  }

  @Test
  void aPausedRedisIsStoppedAllTheSame() {
    EmbeddedRedis redis = EmbeddedRedis.start(directory);
    long pid = redis.pid().getAsLong();
    redis.pause();
    redis.close();
    assertThat(HeldDatabases.runs(pid)).isFalse();
  }

  @Test
  void aKilledRedisComesBackEmptyOnTheSamePort() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(directory)) {
      int port = redis.port();
      with(redis, LONG, commands -> commands.set("kept", "1"));
      redis.kill();
      assertThat(redis.pid()).isEmpty();
      assertThatThrownBy(() -> with(redis, LONG, RedisCommands::ping))
          .isInstanceOf(RedisConnectionException.class);
      redis.restart();
      assertThat(redis.port()).isEqualTo(port);
      with(redis, LONG, commands -> assertThat(commands.get("kept")).isNull());
    }
  }

  @Test
  void aPidThatMeansSomebodyElseByNowIsLeftAlone() throws Exception {
    EmbeddedRedis.start(directory).close();
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(directory.resolve("redis.pid"), stranger.pid() + "\n");
      EmbeddedRedis.start(directory).close();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aDirectoryHasOneOwnerAtATime() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(directory)) {
      assertThat(redis.pid()).isPresent();
      assertThatThrownBy(() -> EmbeddedRedis.start(directory))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use");
    }
  }

  private interface Use {
    void of(RedisCommands<String, String> commands);
  }

  private static void with(EmbeddedRedis redis, Duration timeout, Use use) {
    RedisClient client =
        RedisClient.create(
            RedisURI.builder()
                .withHost(redis.host())
                .withPort(redis.port())
                .withPassword(redis.password().toCharArray())
                .withTimeout(timeout)
                .build());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      use.of(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }
  }
}
