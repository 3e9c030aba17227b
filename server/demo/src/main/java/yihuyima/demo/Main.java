package yihuyima.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import yihuyima.server.ConfigException;

/** The whole system on one machine, with a sample county, for whoever wants to try it. */
public final class Main {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Main() {}

  /** Exit codes: 0 ended, 1 could not start, 2 the call is wrong. */
  public static void main(String[] arguments) {
    // The server's log says little while all is well; the demo has its own words.
    if (System.getProperty("YIHUYIMA_LOG_LEVEL") == null
        && System.getenv("YIHUYIMA_LOG_LEVEL") == null) {
      System.setProperty("YIHUYIMA_LOG_LEVEL", "WARN");
    }
    Console console = new Console();
    DemoOptions options;
    try {
      options = DemoOptions.parse(List.of(arguments));
    } catch (DemoOptions.Misuse e) {
      console.complain("demo: " + e.getMessage());
      console.complain("      scripts/demo --help tells what there is");
      System.exit(MISUSED);
      return;
    }
    if (options.help()) {
      console.say(DemoOptions.USAGE);
      return;
    }
    int code = run(options, console);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(DemoOptions options, Console console) {
    Path json = options.json();
    if (json != null && !Files.isDirectory(json.toAbsolutePath().getParent())) {
      console.complain("demo: the directory of " + json + " does not exist");
      return FAILED;
    }
    int port = options.port() == 0 ? LoopbackPorts.free() : options.port();
    if (!isFree(options.address(), port)) {
      console.complain(taken(options, port));
      return FAILED;
    }
    Demo demo = new Demo(options, port, console);
    CountDownLatch stopping = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopping.countDown();
                  demo.close();
                },
                "stop"));
    try {
      demo.start();
      return 0;
    } catch (IOException | SQLException | RuntimeException e) {
      if (stopping.getCount() == 0) {
        // Ctrl-C while it was starting: what failed, failed because of that.
        return FAILED;
      }
      console.complain(words(e, options, port));
      return FAILED;
    }
  }

  private static String words(Exception e, DemoOptions options, int port) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return taken(options, port);
      }
      if (cause instanceof ConfigException wrong) {
        return "demo: " + String.join("\n      ", wrong.problems());
      }
    }
    return "demo: " + (e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private static String taken(DemoOptions options, int port) {
    return "demo: port %d on %s is taken; choose another with --port, or --port 0 for any"
        .formatted(port, options.address());
  }

  private static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
