package yihuyima.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on 127.0.0.1 for processes that cannot say which port they took. */
final class LoopbackPorts {
  /**
   * Below the range the kernel takes for outgoing connections (32768 on Linux, 49152 on macOS). A
   * port in that range can be lost while its server restarts: a client that keeps trying may even
   * be given the very port as its own and talk to itself.
   */
  private static final int FIRST = 20_000;

  private static final int END = 32_000;
  private static final int TRIES_MAX = 1_000;

  private LoopbackPorts() {}

  /** A port nobody listened on a moment ago; whoever takes it must be ready to lose the race. */
  static int free() {
    for (int i = 0; i < TRIES_MAX; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + FIRST + " and " + END);
  }

  /** 127.0.0.1 itself: "localhost" may mean ::1 first. */
  static InetSocketAddress address(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers themselves do: an old connection in TIME_WAIT does not occupy a port.
      socket.setReuseAddress(true);
      socket.bind(address(port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
