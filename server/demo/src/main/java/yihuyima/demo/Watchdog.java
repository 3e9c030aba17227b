package yihuyima.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stops the embedded databases when this JVM is gone, however it went.
 *
 * <p>A shell waits at the other end of a pipe. The kernel closes the pipe when the JVM ends, also
 * after {@code kill -9}; the shell then stops exactly the processes it was told of. It remembers
 * when each of them was born, so that a number the kernel has given to somebody else meanwhile is
 * left alone.
 */
final class Watchdog {
  /**
   * Time for an orderly stop, then for a hard one, in tenths of a second; after both comes KILL.
   * PostgreSQL writes its buffers on an orderly stop, at most 256 MiB.
   */
  private static final int ORDERLY_TENTHS = 100;

  private static final int HARD_TENTHS = 50;

  /**
   * Understands {@code watch pid signal} and {@code unwatch pid}, answers {@code ok} to each. Reads
   * times of birth from /proc where there is one, because slim images have no ps. A zombie counts
   * as gone: where nobody reaps, it would never go away.
   */
  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      born() {
        if [ -d /proc/self ]; then
          line=
          { read -r line < "/proc/$1/stat"; } 2>/dev/null
          set -- ${line##*") "}
          case "$1" in ''|Z|X) ;; *) echo "${20}" ;; esac
        else
          ps -o lstart= -p "$1"
        fi
      }
      alive() {
        eval "then=\\$born_$1"
        [ -n "$then" ] && [ "$(born "$1")" = "$then" ]
      }
      forget() {
        rest=
        for p in $pids; do [ "$p" = "$1" ] || rest="$rest $p"; done
        pids=$rest
      }
      stop() {
        for p in $pids; do
          if alive "$p"; then
            signal=$1
            [ "$signal" = first ] && eval "signal=\\$first_$p"
            kill -s "$signal" "$p"
            kill -s CONT "$p"
          fi
        done
        tenths=$2
        while [ "$tenths" -gt 0 ]; do
          left=
          for p in $pids; do alive "$p" && left=1; done
          [ -n "$left" ] || exit 0
          sleep 0.1
          tenths=$((tenths - 1))
        done
      }
      pids=
      while read -r verb pid signal; do
        forget "$pid"
        if [ "$verb" = watch ]; then
          eval "first_$pid=$signal"
          eval "born_$pid=\\$(born $pid)"
          pids="$pids $pid"
        fi
        echo ok
      done
      exec >/dev/null 2>&1
      stop first ORDERLY
      stop QUIT HARD
      stop KILL HARD
      """
          .replace("ORDERLY", Integer.toString(ORDERLY_TENTHS))
          .replace("HARD", Integer.toString(HARD_TENTHS));

  private static final Watchdog OF_THIS_JVM = new Watchdog();

  private final Map<Long, Signal> watched = new LinkedHashMap<>();
  private @Nullable Process shell;
  private @Nullable BufferedWriter orders;
  private @Nullable BufferedReader answers;

  private Watchdog() {}

  static Watchdog ofThisJvm() {
    return OF_THIS_JVM;
  }

  /**
   * From the return of this method on, the process does not outlive this JVM.
   *
   * @param first the signal for an orderly stop
   */
  synchronized void watch(long pid, Signal first) {
    watched.put(pid, first);
    if (!order("watch " + pid + " " + first)) {
      startShell();
    }
  }

  synchronized void unwatch(long pid) {
    if (watched.remove(pid) != null && !order("unwatch " + pid)) {
      startShell();
    }
  }

  /** Whether the shell took the order; not when there is none yet, or somebody killed it. */
  private boolean order(String line) {
    if (orders == null || answers == null) {
      return false;
    }
    try {
      orders.write(line);
      orders.write('\n');
      orders.flush();
      return "ok".equals(answers.readLine());
    } catch (IOException e) {
      return false;
    }
  }

  private void startShell() {
    if (shell != null) {
      shell.destroyForcibly();
    }
    List<String> command = new ArrayList<>(OwnedProcess.ownSession());
    command.addAll(List.of("sh", "-c", SCRIPT, "yihuyima-watchdog"));
    try {
      Process started =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      shell = started;
      orders = started.outputWriter();
      answers = started.inputReader();
    } catch (IOException e) {
      throw new UncheckedIOException("the watchdog shell does not start", e);
    }
    for (Map.Entry<Long, Signal> entry : watched.entrySet()) {
      if (!order("watch " + entry.getKey() + " " + entry.getValue())) {
        throw new IllegalStateException("the watchdog shell does not answer");
      }
    }
  }
}
