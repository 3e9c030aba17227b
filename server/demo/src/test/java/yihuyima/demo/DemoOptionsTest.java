package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {
  @Test
  void withoutOptionsItIsTenThousandHouseholdsForThisMachineAlone() throws Exception {
    DemoOptions options = DemoOptions.parse(List.of());
    assertThat(options.port()).isEqualTo(8080);
    assertThat(options.households()).isEqualTo(10_000);
    assertThat(options.address()).isEqualTo("127.0.0.1");
    assertThat(options.data()).isNull();
  }

  @Test
  void everyOptionIsRead() throws Exception {
    DemoOptions options =
        DemoOptions.parse(
            List.of(
                "--port",
                "0",
                "--data",
                "d",
                "--households",
                "500",
                "--public-url",
                "https://yhym.example",
                "--host",
                "127.0.0.2",
                "--json",
                "x.json"));
    assertThat(options)
        .isEqualTo(
            new DemoOptions(
                false,
                0,
                "127.0.0.2",
                Path.of("d"),
                500,
                "https://yhym.example",
                Path.of("x.json")));
  }

  @Test
  void phonesAreLetInOnlyByAnAddressOfThisMachine() throws Exception {
    assertThat(listensOnWith("https://yhym.example")).isEqualTo("127.0.0.1");
    assertThat(listensOnWith("http://127.0.0.1:8080")).isEqualTo("127.0.0.1");
    assertThat(listensOnWith("http://203.0.113.7:8080")).isEqualTo("127.0.0.1");
    List<String> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
            .map(address -> address.getHostAddress())
            .toList();
    for (String address : own) {
      assertThat(listensOnWith("http://" + address + ":8080")).isEqualTo("0.0.0.0");
    }
  }

  private static String listensOnWith(String publicUrl) throws DemoOptions.Misuse {
    return DemoOptions.parse(List.of("--public-url", publicUrl)).address();
  }

  @Test
  void whatCannotBeMeantIsRefusedInWords() {
    assertRefused("--prot", "--prot");
    assertRefused("--port wants a number from 0 to 65535, not http", "--port", "http");
    assertRefused("--port wants a value", "--port");
    assertRefused("--data wants a value", "--data", "--port", "1");
    assertRefused("from 100 to", "--households", "99");
  }

  private static void assertRefused(String words, String... arguments) {
    assertThatThrownBy(() -> DemoOptions.parse(List.of(arguments)))
        .isInstanceOf(DemoOptions.Misuse.class)
        .hasMessageContaining(words);
  }
}
