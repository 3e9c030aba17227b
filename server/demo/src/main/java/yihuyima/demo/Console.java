package yihuyima.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import yihuyima.demo.county.Progress;

/**
 * What the demo tells whoever started it. In UTF-8, whatever the locale; lines that are drawn over
 * only on a terminal.
 */
final class Console {
  /** Set by {@code scripts/demo}; Java cannot tell by itself whether it writes to a terminal. */
  private static final String TERMINAL = "yihuyima.terminal";

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out = stream(FileDescriptor.out);
  private final PrintStream err = stream(FileDescriptor.err);
  private final boolean terminal = Boolean.getBoolean(TERMINAL);

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Whether lines may be drawn over and colours shown. */
  boolean isTerminal() {
    return terminal;
  }

  void say(String line) {
    out.println((terminal ? CLEAR_LINE : "") + line);
  }

  void complain(String line) {
    err.println((terminal ? CLEAR_LINE : "") + line);
  }

  /** A line that the next one takes the place of; left out where that is not possible. */
  void passing(String line) {
    if (terminal) {
      out.print(CLEAR_LINE + line);
      out.flush();
    }
  }

  /** Shows how far the load is: on a terminal all the time, elsewhere at every tenth. */
  Progress loading() {
    return new Progress() {
      private long tenths;

      @Override
      public void at(long done, long total) {
        String line = String.format(Locale.ROOT, "样例县 sample county: %,d / %,d 户", done, total);
        if (terminal) {
          passing(line);
        } else if (total >= 100_000 && done * 10 / total > tenths) {
          tenths = done * 10 / total;
          say(line);
        }
      }

      @Override
      public void finishing() {
        passing("样例县 sample county: 建索引 indexes …");
      }
    };
  }
}
