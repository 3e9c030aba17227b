package yihuyima.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The directory of one embedded database, owned by one JVM at a time.
 *
 * <p>The lock is what makes it safe to stop a database left over in it: while we hold it, no other
 * JVM is using that database. The kernel gives it back when the JVM ends, however it ends.
 */
final class DataDirectory {
  private static final int PASSWORD_BYTES = 24;

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Creates it if it is not there, and takes its lock; throws when another JVM or database has it.
   */
  static DataDirectory own(Path directory, String purpose) {
    try {
      Files.createDirectories(directory.toAbsolutePath());
      // The real path, because processes are recognised by it.
      Path path = directory.toRealPath();
      FileChannel lockFile =
          FileChannel.open(
              path.resolve(purpose + ".lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return new DataDirectory(path, lockFile, lock(path, lockFile));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + directory, e);
    }
  }

  private static FileLock lock(Path path, FileChannel lockFile) throws IOException {
    FileLock lock = null;
    try {
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very JVM: the same answer as held by another.
    }
    if (lock == null) {
      lockFile.close();
      throw new IllegalStateException(path + " is in use by another running process");
    }
    return lock;
  }

  /** Absolute, without symbolic links. */
  Path path() {
    return path;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** The password kept in this directory, readable by the owner only; made at the first call. */
  String password(String fileName) {
    Path file = path.resolve(fileName);
    try {
      if (!Files.exists(file)) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        writePrivately(file, HexFormat.of().formatHex(bytes));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a whole file that only the owner may read; never half of it, never readable in between.
   */
  static void writePrivately(Path file, String content) throws IOException {
    Path unfinished =
        Files.createTempFile(
            file.getParent(),
            "unfinished",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(unfinished, content);
    Files.move(unfinished, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  void release() {
    try {
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
