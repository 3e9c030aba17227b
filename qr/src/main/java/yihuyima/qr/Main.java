package yihuyima.qr;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The command line's door: UTF-8 streams in, an exit status out. See {@link Commands}. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its status; {@code help} tells them all. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    try (PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err)) {
      int status = new Commands(out, err, System.getenv()).run(args);
      out.flush();
      err.flush();
      System.exit(status);
    }
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
