package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line: answers, complaints and exit statuses. */
class CommandsTest {
  private static final String CODE16 = "1A0DJD9YN8Z6DWDP";
  private static final String SHORT = "https://yhm.gh.cn/h/" + CODE16;

  @TempDir Path folder;

  private String out = "";
  private String err = "";
  private Path mintKey;
  private Path publicKeys;

  @BeforeEach
  void keys() throws IOException {
    mintKey = folder.resolve("mint.key");
    String secret =
        HexFormat.of()
            .formatHex("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    Files.writeString(mintKey, "# the tests' key\n1 " + secret + "\n");
    keepFromOthers(mintKey);
    publicKeys = folder.resolve("public.keys");
    Files.writeString(
        publicKeys,
        "7 Ed25519 %s%n8 SM2 %s%n"
            .formatted(
                HexFormat.of().formatHex(Given.SIGNER.verifier().publicKey()),
                HexFormat.of().formatHex(Sm2Signer.of(8, Given.seed(8)).verifier().publicKey())));
  }

  @Test
  void mintPrintsTheCode() {
    assertThat(run("mint", "--key", mintKey.toString(), "--household", "1", "--generation", "1"))
        .isEqualTo(Commands.DONE);
    assertThat(out).isEqualTo("1A0D-JD9Y-N8Z6-DWDP\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bogus",
        "mint",
        "mint --household 1 --generation 1",
        "mint --key K --household 0 --generation 1",
        "mint --key K --household x --generation 1",
        "mint --key K --household 1 --generation 256",
        "mint --key K --key K --household 1 --generation 1",
        "mint --key K --household 1 --generation",
        "mint K --key K --household 1 --generation 1",
        "check",
        "check a b",
        "check " + SHORT,
        "check " + CODE16 + " --keys K",
        "check " + CODE16 + " --prefix ftp://x",
        "check " + CODE16 + " --colour red",
        "draw " + CODE16,
        "draw " + CODE16 + " --out x.gif",
        "draw " + CODE16 + " --out x.svg --scale 3",
        "draw " + CODE16 + " --out x.png --scale 41",
        "draw 1A0DJD9YN8Z6DWD0 --out -",
        "read",
        "read a b"
      })
  void wrongCallsAreExplained(String call) {
    String[] args = call.replace("K", mintKey.toString()).split(" ");
    assertThat(run(call.isEmpty() ? new String[0] : args)).isEqualTo(Commands.USAGE);
    assertThat(out).isEmpty();
    assertThat(err).startsWith("qr: ").contains("qr help").hasLineCount(1);
  }

  @Test
  void keyFilesOthersMayReadAreRefused() throws IOException {
    Assumptions.assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Files.setPosixFilePermissions(mintKey, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(run("mint", "--key", mintKey.toString(), "--household", "1", "--generation", "1"))
        .isEqualTo(Commands.FAILED);
    assertThat(err).contains("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1 abcd", "x 00", "1 zz", "1 2 3", "1 00\n2 00"})
  void brokenKeyFilesAreExplainedWithoutTheirContent(String content) throws IOException {
    String secretish = "5e5e".repeat(20);
    Files.writeString(mintKey, content + (content.startsWith("1 ") ? secretish + "g" : ""));
    assertThat(run("mint", "--key", mintKey.toString(), "--household", "1", "--generation", "1"))
        .isEqualTo(Commands.FAILED);
    assertThat(err).contains("must hold").doesNotContain("5e5e");
  }

  @Test
  void checkTellsGoodFromMistypedFromForeign() {
    assertThat(run("check", "1a0d jd9y n8z6 dwdp")).isEqualTo(Commands.DONE);
    assertThat(out).isEqualTo("well formed: 1A0D-JD9Y-N8Z6-DWDP\n");
    assertThat(run("check", SHORT, "--prefix", "https://yhm.gh.cn")).isEqualTo(Commands.DONE);
    assertThat(run("check", "1A0DJD9YN8Z6DWD0")).isEqualTo(Commands.NO);
    assertThat(err).contains("mistyped");
    assertThat(run("check", "hello")).isEqualTo(Commands.NO);
    assertThat(err).contains("not the shape");
    assertThat(run("check", SHORT, "--prefix", "https://other.cn")).isEqualTo(Commands.NO);
    assertThat(err).contains("not one of ours");
  }

  @Test
  void checkVerifiesSignatures() {
    String text = Given.signed(1).text(Given.PREFIX);
    String[] good = {
      "check", text, "--prefix", Given.PREFIX.publicUrl(), "--keys", publicKeys.toString()
    };
    assertThat(run(good)).isEqualTo(Commands.DONE);
    assertThat(out).contains("generation 1, issued 2026-03-15, key 7").contains("\ngenuine");
    assertThat(run("check", text, "--prefix", Given.PREFIX.publicUrl())).isEqualTo(Commands.DONE);
    assertThat(out).contains("signature not verified").doesNotContain("\ngenuine");
    char last = text.charAt(text.length() - 1);
    good[1] = text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0');
    assertThat(run(good)).isEqualTo(Commands.NO);
    assertThat(err).contains("not genuine");
    good[1] =
        SignedCode.sign(
                Ed25519Signer.of(9, Given.seed(9)), Given.PREFIX, Given.code(1), 1, Given.ISSUED_ON)
            .text(Given.PREFIX);
    assertThat(run(good)).isEqualTo(Commands.NO);
    assertThat(err).contains("key 9 is not in the file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7 Ed25519", "7 RSA 00", "7 Ed25519 00", "x Ed25519 00", "7 SM2 00"})
  void brokenPublicKeysAreExplained(String line) throws IOException {
    Files.writeString(publicKeys, line);
    String text = Given.signed(1).text(Given.PREFIX);
    assertThat(
            run(
                "check",
                text,
                "--prefix",
                Given.PREFIX.publicUrl(),
                "--keys",
                publicKeys.toString()))
        .isEqualTo(Commands.FAILED);
    assertThat(err).startsWith("qr: " + publicKeys);
  }

  @Test
  void whatIsDrawnIsRead() {
    String png = folder.resolve("card.png").toString();
    assertThat(run("draw", CODE16, "--out", png, "--prefix", "https://yhm.gh.cn", "--scale", "3"))
        .isEqualTo(Commands.DONE);
    assertThat(run("read", png)).isEqualTo(Commands.DONE);
    assertThat(out).isEqualTo(SHORT + "\n");
    assertThat(run("draw", CODE16, "--out", png)).isEqualTo(Commands.DONE);
    assertThat(run("read", png)).isEqualTo(Commands.DONE);
    assertThat(out).isEqualTo(CODE16 + "\n");
    String signed = Given.signed(1).text(Given.PREFIX);
    assertThat(run("draw", signed, "--out", png, "--prefix", "https://yhm.gh.cn"))
        .isEqualTo(Commands.DONE);
    assertThat(run("read", png)).isEqualTo(Commands.DONE);
    assertThat(out).isEqualTo(signed + "\n");
  }

  @Test
  void vectorsAndTerminals() throws IOException {
    Path svg = folder.resolve("card.svg");
    assertThat(run("draw", CODE16, "--out", svg.toString(), "--prefix", "https://yhm.gh.cn"))
        .isEqualTo(Commands.DONE);
    assertThat(Files.readString(svg))
        .isEqualTo(Svg.draw(Symbol.ofShort(Given.PREFIX, Given.code(1))));
    assertThat(run("draw", "hello", "--out", "-")).isEqualTo(Commands.DONE);
    assertThat(out).isEqualTo(TerminalBlocks.draw(Symbol.of("hello"), true));
    assertThat(run(Map.of("NO_COLOR", ""), "draw", "hello", "--out", "-")).isEqualTo(Commands.DONE);
    assertThat(out).isEqualTo(TerminalBlocks.draw(Symbol.of("hello"), false));
    assertThat(run("draw", "x".repeat(252), "--out", "-")).isEqualTo(Commands.USAGE);
    assertThat(err).contains("does not fit");
  }

  @Test
  void picturesWithoutACodeAnswerNo() throws IOException {
    Path file = folder.resolve("text.png");
    Files.writeString(file, "no picture");
    assertThat(run("read", file.toString())).isEqualTo(Commands.NO);
    assertThat(err).contains("is not a PNG");
    Files.write(file, new byte[SymbolReader.IMAGE_BYTES_MAX + 2]);
    assertThat(run("read", file.toString())).isEqualTo(Commands.NO);
    assertThat(err).contains("too large");
    assertThat(run("read", folder.resolve("absent.png").toString())).isEqualTo(Commands.FAILED);
    assertThat(err).contains("there is no file");
    assertThat(run("read", "nul\0name")).isEqualTo(Commands.USAGE);
    assertThat(run("draw", "x", "--out", folder.resolve("no/such/folder.svg").toString()))
        .isEqualTo(Commands.FAILED);
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(run("help")).isEqualTo(Commands.DONE);
    assertThat(out).contains("qr mint", "qr check", "qr draw", "qr read", "qr help", "Exit status");
  }

  private int run(String... args) {
    return run(Map.of(), args);
  }

  private int run(Map<String, String> environment, String... args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    int status =
        new Commands(
                new PrintStream(outBytes, true, StandardCharsets.UTF_8),
                new PrintStream(errBytes, true, StandardCharsets.UTF_8),
                environment)
            .run(args);
    out = outBytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    err = errBytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    return status;
  }

  private static void keepFromOthers(Path file) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
