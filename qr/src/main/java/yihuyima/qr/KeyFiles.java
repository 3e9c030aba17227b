package yihuyima.qr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Keys in text files, one a line, {@code #} before a remark: a mint key as {@code <id> <hex>}, a
 * public key as {@code <id> <algorithm> <hex>}. Messages never repeat what stands in a file.
 */
final class KeyFiles {
  /** In bytes; a published list of every key id has about 40 KiB. */
  static final int FILE_BYTES_MAX = 64 << 10;

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private KeyFiles() {}

  /** The one mint key of a file that only its owner may read. */
  static MintKey mintKey(Path file) throws IOException {
    refuseIfOthersMayRead(file);
    List<String[]> lines = lines(file);
    if (lines.size() != 1 || lines.get(0).length != 2) {
      throw new IOException(file + " must hold one line: <id> <hex of 32 bytes or more>");
    }
    try {
      String[] words = lines.get(0);
      return new MintKey(Integer.parseInt(words[0]), HexFormat.of().parseHex(words[1]));
    } catch (IllegalArgumentException e) {
      // The cause would carry the secret's characters.
      throw new IOException(
          "%s must hold a key id of 0 to %d and the hex of %d to %d bytes"
              .formatted(file, MintKey.ID_MAX, MintKey.SECRET_BYTES_MIN, MintKey.SECRET_BYTES_MAX));
    }
  }

  /** All public keys of a file. */
  static VerificationKeys verificationKeys(Path file) throws IOException {
    List<CodeVerifier> verifiers = new ArrayList<>();
    for (String[] words : lines(file)) {
      if (words.length != 3) {
        throw new IOException(file + " must hold lines: <id> <algorithm> <hex of the public key>");
      }
      try {
        verifiers.add(verifier(words));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
    try {
      return VerificationKeys.of(verifiers);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static CodeVerifier verifier(String[] words) {
    int keyId = Integer.parseInt(words[0]);
    byte[] publicKey = HexFormat.of().parseHex(words[2]);
    return switch (words[1]) {
      case Ed25519Verifier.ALGORITHM -> Ed25519Verifier.of(keyId, publicKey);
      case Sm2Verifier.ALGORITHM -> Sm2Verifier.of(keyId, publicKey);
      default -> throw new IllegalArgumentException("unknown algorithm " + words[1]);
    };
  }

  private static List<String[]> lines(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(FILE_BYTES_MAX + 1);
    }
    if (bytes.length > FILE_BYTES_MAX) {
      throw new IOException(file + " is larger than " + FILE_BYTES_MAX + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> line.split("\\s+"))
        .toList();
  }

  /** Where the file system has POSIX permissions; elsewhere there is nothing to look at. */
  private static void refuseIfOthersMayRead(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains)) {
      throw new IOException(file + " may be read by others: chmod 600 it");
    }
  }
}
