package yihuyima.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Which operating-system account PostgreSQL runs under.
 *
 * <p>PostgreSQL refuses to run as root. An ordinary user runs it as themselves. Root runs it in a
 * user namespace, where it owns its files and has no privilege, and nothing needs to change hands;
 * where the kernel or the container forbids that, as {@code nobody}, to whom the data directory is
 * then given.
 *
 * @param prefix the words before the command; empty for an ordinary user
 * @param uid the owner the data directory must have
 */
record PostgresAccount(List<String> prefix, int uid) {
  private static final int NOBODY = 65_534;
  private static final long PROBE_SECONDS = 10;

  PostgresAccount {
    prefix = List.copyOf(prefix);
  }

  static PostgresAccount forPostgres() {
    if (ownUid() != 0) {
      return new PostgresAccount(List.of(), ownUid());
    }
    List<String> namespace = List.of("unshare", "--user", "--");
    if (works(namespace)) {
      return new PostgresAccount(namespace, 0);
    }
    List<String> nobody =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");
    if (works(nobody)) {
      return new PostgresAccount(nobody, NOBODY);
    }
    throw new IllegalStateException(
        "PostgreSQL does not run as root, and neither unshare nor setpriv works here:"
            + " start this as an ordinary user");
  }

  static int ownUid() {
    return Math.toIntExact(new com.sun.security.auth.module.UnixSystem().getUid());
  }

  static int ownerUid(Path path) {
    try {
      return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command as this account runs it; the process keeps the pid of what is started. */
  List<String> run(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /** Gives a directory and all in it to this account, if it is not its own already. */
  void give(Path directory) {
    if (ownerUid(directory) == uid) {
      return;
    }
    execute(List.of("chown", "-R", Integer.toString(uid), directory.toString()));
    if (uid != ownUid()) {
      // To enter is enough; what lies beside it stays closed to others by its own mode.
      execute(List.of("chmod", "o+x", directory.getParent().toString()));
    }
  }

  private static boolean works(List<String> prefix) {
    List<String> probe = new ArrayList<>(prefix);
    probe.add("true");
    try {
      execute(probe);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void execute(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command.getFirst() + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(command.getFirst() + " ends with " + process.exitValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException(command.getFirst() + " is not here", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
