package yihuyima.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes the files of a new PostgreSQL cluster: accounts, passwords and the database are in it. */
final class PostgresCluster {
  /** About half a second here; a machine a hundred times slower is still waited for. */
  private static final long DEADLINE_SECONDS = 120;

  /**
   * Everybody gives a password, over loopback TCP only: on a shared machine any user may connect to
   * a local port.
   */
  private static final String HBA =
      """
      host all         all 127.0.0.1/32 scram-sha-256
      host replication all 127.0.0.1/32 scram-sha-256
      """;

  private final Path programs;
  private final PostgresAccount account;

  PostgresCluster(Path programs, PostgresAccount account) {
    this.programs = programs;
    this.account = account;
  }

  /**
   * Makes the cluster at {@code target}, wholly or not at all.
   *
   * @param password hexadecimal, for the superuser and for the owner of the database
   */
  void create(Path target, String superuser, String owner, String database, String password) {
    Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    Path log = target.resolveSibling("initdb.log");
    try {
      if (Files.exists(unfinished)) {
        Binaries.deleteTree(unfinished);
      }
      Files.createDirectory(unfinished);
      initialise(unfinished, superuser, log);
      Files.writeString(unfinished.resolve("pg_hba.conf"), HBA);
      // One statement a line: so the single-user mode reads them.
      speakAlone(
          unfinished,
          """
          ALTER ROLE %1$s PASSWORD '%4$s';
          CREATE ROLE %2$s LOGIN CREATEDB PASSWORD '%4$s';
          CREATE DATABASE %3$s OWNER %2$s;
          """
              .formatted(superuser, owner, database, password),
          log);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The built-in provider sorts by code point and knows Chinese letters, on every system alike; the
   * C library's locale beside it decides nothing that we use, and slim systems know only C.
   */
  private void initialise(Path directory, String superuser, Path log) throws IOException {
    account.give(directory);
    if (initdb(directory, superuser, "C.UTF-8", log) != 0
        && initdb(directory, superuser, "C", log) != 0) {
      throw new IllegalStateException("initdb failed, see " + log);
    }
  }

  private int initdb(Path directory, String superuser, String locale, Path log) throws IOException {
    return run(
        List.of(
            programs.resolve("bin/initdb").toString(),
            "-D",
            directory.toString(),
            "--username=" + superuser,
            "--encoding=UTF8",
            "--locale=" + locale,
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            // No server runs on these files before pg_hba.conf is replaced.
            "--auth=trust",
            "--no-sync",
            "--no-instructions"),
        "",
        log);
  }

  private void speakAlone(Path directory, String statements, Path log) throws IOException {
    int exit =
        run(
            List.of(
                programs.resolve("bin/postgres").toString(),
                "--single",
                "-D",
                directory.toString(),
                "-c",
                "exit_on_error=on",
                // A failing statement would otherwise be logged with the password in it.
                "-c",
                "log_min_error_statement=panic",
                "postgres"),
            statements,
            log);
    if (exit != 0) {
      throw new IllegalStateException("the new cluster did not take its accounts, see " + log);
    }
  }

  private int run(List<String> command, String input, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(account.run(command)));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    try {
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command.getFirst() + " does not end, see " + log);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a cluster was being made", e);
    }
  }
}
