package yihuyima.demo;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The database programs out of their jars, unpacked once per user and version under {@code
 * java.io.tmpdir}.
 *
 * <p>A folder there is ours only when we own it and nobody else may write to it: on a shared
 * machine somebody could lay programs ready under the same name.
 */
final class Binaries {
  /** The Redis that comes with org.signal:embedded-redis; part of the name of its resource. */
  private static final String REDIS_VERSION = "7.0.15";

  private static final int COMPRESSED_BYTES_MAX = 100 * 1024 * 1024;
  private static final Set<PosixFilePermission> OWNER_WRITES =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private Binaries() {}

  /** Puts the content of one version into an empty folder. */
  private interface Unpacking {
    void into(Path folder) throws IOException;
  }

  /** The folder that holds {@code bin/postgres}, {@code bin/initdb} and what they need. */
  static Path postgres() {
    try (InputStream archive =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
            system(), ArchUtils.normalize(architecture()))) {
      byte[] bytes = archive.readNBytes(COMPRESSED_BYTES_MAX);
      return unpackOnce("postgres-" + digest(bytes), folder -> untar(bytes, folder));
    } catch (IOException e) {
      throw new UncheckedIOException("no PostgreSQL for this system can be unpacked", e);
    }
  }

  /** The Redis server program. */
  static Path redis() {
    String arch = ArchUtils.normalize(architecture());
    String resource =
        "/redis-server-%s-%s-%s"
            .formatted(
                REDIS_VERSION,
                system().toLowerCase(Locale.ROOT),
                switch (arch) {
                  case "x86_64", "amd64" -> "amd64";
                  case "arm_64v8", "aarch64", "aarch_64", "arm64" -> "arm64";
                  default -> arch;
                });
    try (InputStream program = redis.embedded.RedisServer.class.getResourceAsStream(resource)) {
      if (program == null) {
        throw new IllegalStateException("there is no embedded Redis for this system: " + resource);
      }
      byte[] bytes = program.readNBytes(COMPRESSED_BYTES_MAX);
      return unpackOnce(
              "redis-" + digest(bytes),
              folder -> {
                Path file = Files.write(folder.resolve("redis-server"), bytes);
                Files.setPosixFilePermissions(file, OWNER_WRITES);
              })
          .resolve("redis-server");
    } catch (IOException e) {
      throw new UncheckedIOException("Redis cannot be unpacked", e);
    }
  }

  private static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("linux")) {
      return "Linux";
    }
    if (name.startsWith("mac")) {
      return "Darwin";
    }
    throw new IllegalStateException(
        "the embedded databases run on Linux and macOS, not on " + name);
  }

  private static String architecture() {
    return System.getProperty("os.arch", "");
  }

  private static Path unpackOnce(String name, Unpacking unpacking) throws IOException {
    Path cache = ownCache();
    Path folder = cache.resolve(name);
    if (isWhole(folder)) {
      return folder;
    }
    Path unfinished = Files.createTempDirectory(cache, name + "-unfinished");
    Files.setPosixFilePermissions(unfinished, OWNER_WRITES);
    unpacking.into(unfinished);
    Files.writeString(unfinished.resolve(".files"), Long.toString(countFiles(unfinished)));
    return publish(unfinished, folder);
  }

  /**
   * Moves the finished folder to its place. Another JVM may do the same at this moment: whoever
   * comes second finds a whole folder and throws its own away.
   */
  private static Path publish(Path unfinished, Path folder) throws IOException {
    if (Files.exists(folder) && !isWhole(folder)) {
      // Cleaners of temporary folders take single old files: make room, whatever is left of it.
      Files.move(folder, folder.resolveSibling(unfinished.getFileName() + "-broken"));
      deleteTree(folder.resolveSibling(unfinished.getFileName() + "-broken"));
    }
    try {
      Files.move(unfinished, folder);
    } catch (IOException e) {
      deleteTree(unfinished);
      if (!isWhole(folder)) {
        throw e;
      }
    }
    return folder;
  }

  private static Path ownCache() throws IOException {
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_.-]", "_");
    Path cache = Path.of(System.getProperty("java.io.tmpdir"), "yihuyima-" + user);
    try {
      Files.createDirectory(cache, PosixFilePermissions.asFileAttribute(OWNER_WRITES));
      // The umask may have taken the right to enter, which PostgreSQL under another user needs.
      Files.setPosixFilePermissions(cache, OWNER_WRITES);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      // From an earlier start; checked below like a new one.
    }
    boolean ours =
        Files.isDirectory(cache, LinkOption.NOFOLLOW_LINKS)
            && PostgresAccount.ownUid() == PostgresAccount.ownerUid(cache)
            && OWNER_WRITES.containsAll(
                Files.getPosixFilePermissions(cache, LinkOption.NOFOLLOW_LINKS));
    if (!ours) {
      throw new IllegalStateException(
          cache
              + " belongs to somebody else or is writable by others: remove it, or set java.io.tmpdir");
    }
    return cache;
  }

  /** Whether as many files are there as were unpacked. */
  private static boolean isWhole(Path folder) throws IOException {
    Path count = folder.resolve(".files");
    return Files.exists(count) && Files.readString(count).equals(Long.toString(countFiles(folder)));
  }

  private static long countFiles(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !path.endsWith(".files")).count();
    }
  }

  private static void untar(byte[] archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("the archive wants to leave its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          boolean executable = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  static void deleteTree(Path tree) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(tree)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
