package yihuyima.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yihuyima.api.audit.check.RecordSource;
import yihuyima.api.audit.seal.HeadFile;
import yihuyima.api.audit.seal.SealStore;
import yihuyima.api.audit.seal.SealWatch;
import yihuyima.api.audit.seal.Sealer;
import yihuyima.qr.CodeVerifier;
import yihuyima.qr.Ed25519Signer;

/** The sealing of the record of looks in this process: the sealer and what is known of it. */
final class RecordSealing implements AutoCloseable {
  private final SealWatch watch;
  private final Sealer sealer;

  RecordSealing(ServerConfig config, Clock clock, MeterRegistry metrics) {
    Duration failedAfter = Duration.ofSeconds(config.number(ConfigKey.RECORD_SEAL_FAILED_SECONDS));
    watch = new SealWatch(failedAfter, System::nanoTime);
    Map.Entry<String, byte[]> key =
        config.secrets(ConfigKey.RECORD_SIGN_KEY).entrySet().iterator().next();
    sealer =
        new Sealer(
            () -> Jdbc.openSealer(config),
            Ed25519Signer.of(Integer.parseInt(key.getKey()), key.getValue()),
            heads(config),
            watch,
            clock,
            Sealer.TICK);
    Gauge.builder("yihuyima.record.seal.age", watch, SealWatch::ageSeconds)
        .description("Since a new seal of the record of looks was first seen")
        .baseUnit("seconds")
        .register(metrics);
    FunctionCounter.builder("yihuyima.record.seals", watch, SealWatch::written)
        .description("Seals of the record of looks written by this server")
        .register(metrics);
  }

  SealWatch watch() {
    return watch;
  }

  /**
   * Begins.
   *
   * @throws ConfigException when this database cannot continue the chain
   */
  void start(ServerConfig config) {
    try (Connection db = Jdbc.openSealer(config)) {
      SealStore.requireContinuous(db, heads(config));
    } catch (SealStore.Discontinuity e) {
      throw new ConfigException(List.of(e.getMessage()));
    } catch (SQLException | IOException e) {
      throw new ConfigException(List.of("the record's seals cannot be read: " + e.getMessage()));
    }
    sealer.start();
  }

  /** How this server reads the record when it checks it. */
  static RecordSource source(ServerConfig config) {
    Map<Integer, CodeVerifier> keys = new HashMap<>();
    config
        .secrets(ConfigKey.RECORD_SIGN_KEY)
        .forEach(
            (id, seed) -> {
              int number = Integer.parseInt(id);
              keys.put(number, Ed25519Signer.of(number, seed).verifier());
            });
    return new RecordSource(() -> Jdbc.openReader(config), keys, heads(config));
  }

  private static @Nullable HeadFile heads(ServerConfig config) {
    String file = config.text(ConfigKey.RECORD_HEAD_FILE);
    return file.isEmpty() ? null : new HeadFile(Path.of(file));
  }

  @Override
  public void close() {
    sealer.close();
  }
}
