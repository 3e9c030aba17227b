package yihuyima.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationTest {
  private static final Path FOLDER = Path.of("../miniprogram-api/src/main/resources/db/migration");

  @Test
  void releaseKnowsItsNewestMigration() throws IOException {
    assertThat(names().getLast()).startsWith("V" + Migration.KNOWN + "__");
  }

  @Test
  void everyMigrationIsNumberedOnceAndSaysWhyInItsFirstLine() throws IOException {
    List<String> names = names();
    for (int i = 0; i < names.size(); i++) {
      assertThat(names.get(i)).matches("V%04d__[a-z_]+\\.sql".formatted(i + 1));
      assertThat(Files.readAllLines(FOLDER.resolve(names.get(i))).getFirst())
          .startsWith("-- ")
          .hasSizeGreaterThan(20);
    }
  }

  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
