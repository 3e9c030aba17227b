package yihuyima.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Files of an operator's, however broken: a reason each, and nothing undeclared. */
class FilesPropertyTest {
  private static Path file(byte[] content) throws IOException {
    Path file = Files.createTempFile("yihuyima-fuzz", ".tmp");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return Files.write(file, content);
  }

  @Property(tries = 300)
  void noBytesAreTakenForACertificate(@ForAll byte[] chain, @ForAll byte[] key) throws IOException {
    for (String frame :
        new String[] {"%s", "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"}) {
      String text = frame.formatted(new String(chain, StandardCharsets.ISO_8859_1));
      Path chainFile = file(text.getBytes(StandardCharsets.ISO_8859_1));
      Path keyFile = file(key);
      try {
        TlsFiles.read(chainFile, keyFile, Instant.EPOCH);
        throw new AssertionError("taken: " + text);
      } catch (ConfigException refused) {
        assertThat(refused.problems()).hasSize(1);
      } finally {
        Files.delete(chainFile);
        Files.delete(keyFile);
      }
    }
  }

  @Property(tries = 300)
  void anyConfigurationFileIsRefusedWithReasons(@ForAll byte[] content) throws IOException {
    Path file = file(content);
    try {
      ServerConfig.read(file, Map.of());
      throw new AssertionError("taken");
    } catch (ConfigException refused) {
      assertThat(refused.problems()).isNotEmpty();
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 1_000)
  void anyValueOfAnyKeyIsTakenOrRefusedWithReasons(@ForAll ConfigKey key, @ForAll String value) {
    for (String text : List.of(value, "file:" + value, "1:" + value, value + ",")) {
      Map<String, String> given = ServerConfigTest.good();
      given.put(key.key(), text);
      try {
        assertThat(ServerConfig.of(given).text(key)).isNotNull();
      } catch (ConfigException refused) {
        assertThat(refused.problems()).isNotEmpty();
      }
    }
  }
}
