package yihuyima.api.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class OutboundCallTest {
  private static final String CANARY = "GET /sns/jscode2session?secret=canary";

  @Test
  void noMessageOfAnErrorIsKept() {
    for (Throwable error :
        List.of(
            new ConnectException(CANARY),
            new UnknownHostException(CANARY),
            new SSLHandshakeException(CANARY),
            new TimeoutException(CANARY),
            new IllegalStateException(CANARY, new RuntimeException(CANARY)))) {
      assertThat(OutboundCall.failed(error).toString()).doesNotContain("canary");
    }
  }

  @Test
  void onlyAMissingConnectionIsUnreachable() {
    assertThat(OutboundCall.failed(new ConnectException("x")))
        .isEqualTo(new Exchange.Unreachable("ConnectException"));
    assertThat(OutboundCall.failed(new TimeoutException("x"))).isEqualTo(new Exchange.TooLate());
    assertThat(OutboundCall.failed(new java.io.IOException("reset")))
        .isEqualTo(new Exchange.Cut("IOException"));
  }

  @Test
  void theBodyIsNotInTheText() {
    assertThat(new Exchange.Answered(200, "canary").toString()).doesNotContain("canary");
  }
}
