package yihuyima.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.demo.county.Cast;
import yihuyima.demo.county.SampleCounty;

/**
 * What the demo was asked to do.
 *
 * @param port 0 takes a free one
 * @param host the address to listen on; null for what the public address needs
 * @param data kept between runs; null for a directory that goes away with the demo
 * @param publicUrl what codes point at; null for this machine itself
 * @param json where to write what a program needs to try everything; null for nowhere
 */
record DemoOptions(
    boolean help,
    int port,
    @Nullable String host,
    @Nullable Path data,
    int households,
    @Nullable String publicUrl,
    @Nullable Path json) {

  static final int PORT = 8080;
  static final int HOUSEHOLDS = 10_000;
  private static final int PORT_MAX = 65_535;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String EVERY_ADDRESS = "0.0.0.0";
  private static final Pattern IPV4_URL = Pattern.compile("http://([0-9.]{7,15})(:[0-9]+)?/?");

  static final String USAGE =
      """
      scripts/demo [OPTIONS]

      Starts everything on this machine: PostgreSQL, Redis, stand-ins for WeChat and text messages,
      a sample county of invented people, the server and its pages. Ctrl-C ends it.

        --port N          port of the pages and the API; 0 takes a free one [8080]
        --data DIR        keep the data in DIR; without it, all is gone at the end
        --households N    households of the sample county, 100 to 2000000 [10000]
        --public-url URL  what the codes point at, when others reach the demo by another address; with one of this
                          machine's own (http://192.168.1.5:8080), phones in the same network are let in
        --host ADDRESS    address to listen on [127.0.0.1]
        --json FILE       write addresses, codes, sign-ins and tokens to FILE, for programs
        --help            this text
      """;

  /** The call cannot be carried out; the message says why. */
  static final class Misuse extends Exception {
    private static final long serialVersionUID = 1L;

    Misuse(String message) {
      super(message);
    }
  }

  static DemoOptions parse(List<String> arguments) throws Misuse {
    boolean help = false;
    int port = PORT;
    String host = null;
    Path data = null;
    int households = HOUSEHOLDS;
    String publicUrl = null;
    Path json = null;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      switch (option) {
        case "--help", "-h" -> help = true;
        case "--port" -> port = number(option, rest, 0, PORT_MAX);
        case "--host" -> host = value(option, rest);
        case "--data" -> data = Path.of(value(option, rest));
        case "--households" ->
            households = number(option, rest, Cast.HOUSEHOLDS_MIN, SampleCounty.HOUSEHOLDS_MAX);
        case "--public-url" -> publicUrl = value(option, rest);
        case "--json" -> json = Path.of(value(option, rest));
        default -> throw new Misuse("unknown option: " + option);
      }
    }
    return new DemoOptions(help, port, host, data, households, publicUrl, json);
  }

  /** The address to listen on: this machine alone, unless somebody else is told to come. */
  String address() {
    if (host != null) {
      return host;
    }
    return publicUrl != null && isOwnAddress(publicUrl) ? EVERY_ADDRESS : LOOPBACK;
  }

  /** Whether an address is of this machine and not loopback; names are not looked up. */
  private static boolean isOwnAddress(String url) {
    Matcher literal = IPV4_URL.matcher(url);
    if (!literal.matches()) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(literal.group(1));
      return !address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static String value(String option, Iterator<String> rest) throws Misuse {
    String value = rest.hasNext() ? rest.next() : "";
    if (value.isEmpty() || value.startsWith("--")) {
      throw new Misuse(option + " wants a value");
    }
    return value;
  }

  private static int number(String option, Iterator<String> rest, int least, int most)
      throws Misuse {
    String value = value(option, rest);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, with what is expected.
    }
    throw new Misuse(
        "%s wants a number from %d to %d, not %s".formatted(option, least, most, value));
  }
}
