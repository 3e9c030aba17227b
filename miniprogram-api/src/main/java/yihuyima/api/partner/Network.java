package yihuyima.api.partner;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network that a department may ask from, such as {@code 10.8.0.0/16}. Pure; never asks a name
 * server.
 *
 * @param text numbers and the length of the prefix, as PostgreSQL reads it
 */
record Network(String text) {
  /** How many a department may have. */
  static final int NETWORKS_MAX = 20;

  /** The shortest prefix of IPv4, in bits: a wider list is none. */
  static final int IPV4_PREFIX_MIN = 8;

  /** The shortest prefix of IPv6, in bits. */
  static final int IPV6_PREFIX_MIN = 32;

  private static final String IPV4_NUMBER = "(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
  private static final Pattern IPV4 =
      Pattern.compile(IPV4_NUMBER + "(?:[.]" + IPV4_NUMBER + "){3}");
  private static final Pattern SHAPE =
      Pattern.compile(
          "([0-9]{1,3}(?:[.][0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/([0-9]{1,3}))?");

  /** A network as typed; empty when it is none, has bits behind its prefix, or is too wide. */
  static Optional<Network> parse(String typed) {
    Matcher shape = SHAPE.matcher(typed.strip());
    if (!shape.matches()) {
      return Optional.empty();
    }
    Optional<InetAddress> read = literal(shape.group(1));
    if (read.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = read.get().getAddress();
    int bits = bytes.length * 8;
    int prefix = shape.group(2) == null ? bits : Integer.parseInt(shape.group(2));
    int least = read.get() instanceof Inet4Address ? IPV4_PREFIX_MIN : IPV6_PREFIX_MIN;
    boolean wellFormed = prefix >= least && prefix <= bits && trailingZeros(bytes) >= bits - prefix;
    return wellFormed
        ? Optional.of(new Network(read.get().getHostAddress() + "/" + prefix))
        : Optional.empty();
  }

  /**
   * An address as a database reads it: without a zone, an IPv4 address that came as IPv6 as IPv4.
   *
   * @return empty when it is none
   */
  static Optional<String> address(String text) {
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    return SHAPE.matcher(bare).matches() && bare.indexOf('/') < 0
        ? literal(bare).map(InetAddress::getHostAddress)
        : Optional.empty();
  }

  private static int trailingZeros(byte[] bytes) {
    BigInteger number = new BigInteger(1, bytes);
    return number.signum() == 0 ? bytes.length * 8 : number.getLowestSetBit();
  }

  /** Numbers only, so that no name is ever looked up. */
  private static Optional<InetAddress> literal(String numbers) {
    if (numbers.indexOf(':') < 0 && !IPV4.matcher(numbers).matches()) {
      return Optional.empty();
    }
    try {
      // With four numbers in range, or a colon, it is a literal or an error, never a name.
      return Optional.of(InetAddress.getByName(numbers));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
