package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as its user starts it: a process of its own. */
class DemoIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatWasPrintedBeforeAKillStillOpensAfterIt() throws Exception {
    Path json = directory.resolve("demo.json");
    Process first = start(json);
    JsonObject before = await(first, json);
    assertThat(viewer(before)).isEqualTo("household");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(json)))
        .isEqualTo("rw-------");
    List<Long> children = first.descendants().map(ProcessHandle::pid).toList();
    assertThat(children).isNotEmpty();

    first.destroyForcibly().waitFor();
    awaitGone(children);

    Files.delete(json);
    Process second = start(json);
    JsonObject after = await(second, json);
    assertThat(after.getString("code")).isEqualTo(before.getString("code"));
    assertThat(after.getJsonObject("signIns")).isEqualTo(before.getJsonObject("signIns"));
    assertThat(viewer(after)).isEqualTo("household");
    List<Long> childrenOfSecond = second.descendants().map(ProcessHandle::pid).toList();

    second.destroy();
    assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(143);
    awaitGone(childrenOfSecond);
  }

  @Test
  void aSecondDemoOnTheSameDataIsRefusedAndTheFirstGoesOn() throws Exception {
    Path json = directory.resolve("demo.json");
    JsonObject running = await(start(json), json);
    Process second = start(directory.resolve("second.json"));
    assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("err")))
        .contains("in use")
        .doesNotContain("\tat ");
    assertThat(viewer(running)).isEqualTo("household");
  }

  @Test
  void aTakenPortIsOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LoopbackPorts.address(0).getAddress())) {
      Process process = run("--port", Integer.toString(taken.getLocalPort()));
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(Files.readAllLines(directory.resolve("err")))
          .hasSize(1)
          .first()
          .asString()
          .contains("taken");
    }
  }

  @Test
  void anUnknownOptionIsAMisuse() throws Exception {
    Process process = run("--prot", "1");
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readString(directory.resolve("err"))).contains("--prot");
  }

  private Process start(Path json) throws IOException {
    return run(
        "--port",
        "0",
        "--json",
        json.toString(),
        "--data",
        directory.resolve("data").toString(),
        "--households",
        "200");
  }

  private Process run(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    started.add(process);
    return process;
  }

  /** The file appears whole, when the demo serves. */
  private JsonObject await(Process process, Path json) throws IOException {
    boolean served =
        Polling.until(() -> Files.exists(json) || !process.isAlive(), PATIENCE)
            && Files.exists(json);
    assertThat(served).as(Files.readString(directory.resolve("err"))).isTrue();
    return new JsonObject(Files.readString(json));
  }

  private static String viewer(JsonObject demo) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(demo.getString("url") + "/v1/household-codes/" + demo.getString("code")))
            .header(
                "Authorization", "Bearer " + demo.getJsonObject("bearer").getString("household"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new JsonObject(response.body()).getString("viewer");
    }
  }

  private static void awaitGone(List<Long> pids) {
    assertThat(Polling.until(() -> pids.stream().noneMatch(HeldDatabases::runs), PATIENCE))
        .as("processes left of %s", pids)
        .isTrue();
  }
}
