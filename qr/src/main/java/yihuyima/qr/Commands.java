package yihuyima.qr;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import yihuyima.qr.Arguments.UsageException;

/** The commands mint, check, draw, read and help: answers to one stream, complaints to another. */
final class Commands {
  /** Done; for {@code check} and {@code read}: yes. */
  static final int DONE = 0;

  /** The answer is no: mistyped, not genuine, nothing to be read. */
  static final int NO = 1;

  /** Called wrongly. */
  static final int USAGE = 2;

  /** A file could not be read or written. */
  static final int FAILED = 3;

  private static final int PNG_SCALE_DEFAULT = 8;

  /** For bare codes, which have no address to compare with. */
  private static final CodePrefix NOWHERE = new CodePrefix("https://invalid");

  private static final String HELP =
      """
      Mints, checks, draws and reads household codes.

        qr mint --key FILE --household ID --generation N
            Prints the code of a household's card. FILE holds one line, "<key id> <hex of 32 bytes
            or more>", and only its owner may read it. Generations count from 1 to 255.
        qr check CODE|TEXT [--prefix URL] [--keys FILE]
            Says whether a code is well typed or a text is one of ours. URL is what codes point at,
            https://host[:port]. FILE holds the public keys, one a line, "<key id> <Ed25519|SM2>
            <hex>"; with it a signature is verified.
        qr draw CODE|TEXT --out FILE.svg|FILE.png|- [--prefix URL] [--scale N]
            Draws a symbol into a file, or with - on the terminal (NO_COLOR=1: without colours). A
            code is drawn as an address when URL is given, else as its sixteen characters. N is the
            pixels a module of a PNG, 1 to 40, else 8.
        qr read FILE
            Prints the texts of the symbols in a PNG, JPEG, GIF or BMP picture, one a line.
        qr help
            Prints this.

      Exit status: 0 done or yes; 1 the answer is no; 2 called wrongly; 3 a file failed.
      """;

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;

  Commands(PrintStream out, PrintStream err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  /** Runs one command; the answer is the exit status. */
  int run(String... args) {
    String command = args.length == 0 ? "" : args[0];
    List<String> rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
    try {
      return switch (command) {
        case "mint" -> mint(Arguments.parse(rest, Set.of("key", "household", "generation")));
        case "check" -> check(Arguments.parse(rest, Set.of("prefix", "keys")));
        case "draw" -> draw(Arguments.parse(rest, Set.of("out", "prefix", "scale")));
        case "read" -> read(Arguments.parse(rest, Set.of()));
        case "help", "--help", "-h" -> help();
        case "" -> throw new UsageException("a command is missing");
        default -> throw new UsageException("there is no command of that name");
      };
    } catch (UsageException e) {
      err.println("qr: " + e.getMessage() + " (qr help tells more)");
      return USAGE;
    } catch (NoSuchFileException e) {
      err.println("qr: there is no file " + e.getFile());
      return FAILED;
    } catch (IOException e) {
      err.println("qr: " + e.getMessage());
      return FAILED;
    }
  }

  private int help() {
    out.print(HELP);
    return DONE;
  }

  private int mint(Arguments arguments) throws UsageException, IOException {
    arguments.noWords();
    Path keyFile = path(arguments.required("key"));
    long household =
        Arguments.number("household", arguments.required("household"), 1, Long.MAX_VALUE);
    long generation =
        Arguments.number(
            "generation", arguments.required("generation"), 1, CodeMint.GENERATION_MAX);
    CodeMint mint = new CodeMint(KeyFiles.mintKey(keyFile));
    out.println(mint.mint(household, (int) generation).printed());
    return DONE;
  }

  private int check(Arguments arguments) throws UsageException, IOException {
    String text = arguments.onlyWord("code or text");
    Optional<CodePrefix> prefix = prefix(arguments);
    if (prefix.isEmpty() && text.contains("://")) {
      throw new UsageException("an address needs --prefix to be compared with");
    }
    if (prefix.isEmpty() && arguments.option("keys").isPresent()) {
      throw new UsageException("--keys needs --prefix, because the host is signed");
    }
    return switch (ScannedText.parse(text, prefix.orElse(NOWHERE))) {
      case ScannedText.Short typed -> {
        out.println("well formed: " + typed.code().printed());
        yield DONE;
      }
      case ScannedText.Signed signed -> checkSigned(arguments, prefix, signed.code());
      case ScannedText.Dynamic dynamic -> {
        out.println("a dynamic code: only the server knows more");
        yield DONE;
      }
      case ScannedText.Mistyped mistyped -> no("mistyped: the check characters do not hold");
      case ScannedText.Foreign foreign -> no("not one of ours");
      case ScannedText.Malformed malformed -> no("not the shape of a code");
    };
  }

  private int checkSigned(Arguments arguments, Optional<CodePrefix> prefix, SignedCode signed)
      throws UsageException, IOException {
    out.println(
        "well formed: %s, generation %d, issued %s, key %d"
            .formatted(
                signed.code().printed(), signed.generation(), signed.issuedOn(), signed.keyId()));
    Optional<String> keyFile = arguments.option("keys");
    if (keyFile.isEmpty() || prefix.isEmpty()) {
      out.println("signature not verified: that needs --keys and --prefix");
      return DONE;
    }
    VerificationKeys keys = KeyFiles.verificationKeys(path(keyFile.get()));
    if (keys.find(signed.keyId()).isEmpty()) {
      return no("signature not verified: key " + signed.keyId() + " is not in the file");
    }
    if (!signed.genuine(prefix.get(), keys)) {
      return no("not genuine: the signature is wrong");
    }
    out.println("genuine; whether it was revoked, only the server knows");
    return DONE;
  }

  private int draw(Arguments arguments) throws UsageException, IOException {
    String text = arguments.onlyWord("code or text");
    String target = arguments.required("out");
    Optional<CodePrefix> prefix = prefix(arguments);
    boolean png = target.endsWith(".png");
    if (!png && !target.endsWith(".svg") && !target.equals("-")) {
      throw new UsageException("--out must end in .svg or .png, or be -");
    }
    if (!png && arguments.option("scale").isPresent()) {
      throw new UsageException("--scale is for .png only");
    }
    int scale = PNG_SCALE_DEFAULT;
    if (arguments.option("scale").isPresent()) {
      scale =
          (int)
              Arguments.number("scale", arguments.required("scale"), Png.SCALE_MIN, Png.SCALE_MAX);
    }
    Symbol symbol = symbol(text, prefix);
    if (target.equals("-")) {
      out.print(TerminalBlocks.draw(symbol, !environment.containsKey("NO_COLOR")));
    } else if (png) {
      Files.write(path(target), Png.draw(symbol, scale));
    } else {
      Files.writeString(path(target), Svg.draw(symbol));
    }
    return DONE;
  }

  /** A code, one of our texts, or any other text that is not a mistyped code. */
  private static Symbol symbol(String text, Optional<CodePrefix> prefix) throws UsageException {
    try {
      return switch (ScannedText.parse(text, prefix.orElse(NOWHERE))) {
        case ScannedText.Mistyped mistyped ->
            throw new UsageException("the code is mistyped: its check characters do not hold");
        case ScannedText.Short typed when prefix.isPresent() ->
            Symbol.ofShort(prefix.get(), typed.code());
        case ScannedText.Short typed -> Symbol.of(typed.code().canonical());
        case ScannedText.Signed signed when prefix.isPresent() ->
            Symbol.ofSigned(prefix.get(), signed.code());
        case ScannedText.Dynamic dynamic when prefix.isPresent() ->
            Symbol.ofDynamic(prefix.get(), dynamic.handle());
        default -> Symbol.of(text);
      };
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private int read(Arguments arguments) throws UsageException, IOException {
    Path file = path(arguments.onlyWord("picture"));
    byte[] image;
    try (InputStream in = Files.newInputStream(file)) {
      image = in.readNBytes(SymbolReader.IMAGE_BYTES_MAX + 1);
    }
    return switch (SymbolReader.read(image)) {
      case SymbolReading.Found found -> {
        out.println(found.text());
        found.others().forEach(out::println);
        yield DONE;
      }
      case SymbolReading.NotFound notFound -> no("no symbol could be read in " + file);
      case SymbolReading.NotAnImage notAnImage ->
          no(file + " is not a PNG, JPEG, GIF or BMP picture");
      case SymbolReading.TooLarge tooLarge ->
          no(
              "%s is too large: at most %d bytes and %d pixels are read"
                  .formatted(file, SymbolReader.IMAGE_BYTES_MAX, SymbolReader.IMAGE_PIXELS_MAX));
    };
  }

  private int no(String why) {
    err.println("qr: " + why);
    return NO;
  }

  private static Optional<CodePrefix> prefix(Arguments arguments) throws UsageException {
    try {
      return arguments.option("prefix").map(CodePrefix::new);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--prefix: " + e.getMessage());
    }
  }

  private static Path path(String name) throws UsageException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UsageException("not a file name: " + name);
    }
  }
}
