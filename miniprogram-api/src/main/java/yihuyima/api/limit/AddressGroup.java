package yihuyima.api.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/**
 * Addresses that are counted as one. Of IPv6 it is the network of a subscriber (/64, RFC 6177):
 * whoever has one address of it has 2^64 of them.
 */
public final class AddressGroup {
  private static final int NETWORK_BYTES = 8;

  private AddressGroup() {}

  /** The group of an address; whatever is none is a group of its own. */
  public static String of(String address) {
    // Only what has a colon is read, and that is never asked of a name server.
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      InetAddress read = InetAddress.getByName(address);
      return read instanceof Inet6Address
          ? HexFormat.of().formatHex(read.getAddress(), 0, NETWORK_BYTES) + "/64"
          : read.getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
