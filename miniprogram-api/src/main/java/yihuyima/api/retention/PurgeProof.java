package yihuyima.api.retention;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one rule did in one purge, written down for good: a link of a chain. Its digest stands in
 * the sealed record of looks, whose signatures vouch for it.
 *
 * @param number from 1, without a gap
 * @param body in lines, see {@link #of}
 * @param previous the digest of the link before; zeros before the first
 * @param digest over the previous one and the body
 * @param summary in a few words and numbers
 */
record PurgeProof(
    long number, String rule, String body, byte[] previous, byte[] digest, String summary) {
  /** How it stands against what was recorded. */
  enum Standing {
    /** Digest, chain and record agree. */
    GENUINE,
    /** The digest is not that of the content, or the chain does not go on. */
    CHANGED,
    /** The record of looks does not know it, or knows another. */
    NOT_RECORDED
  }

  static final int DIGEST_BYTES = 32;

  /** Begins every body; another way of writing it down needs another number. */
  private static final String FORMAT = "yihuyima purge 1";

  /** A rule's part in a purge that is over, as the next link. */
  static PurgeProof of(
      PurgeStore.Locked purge,
      PurgeStore.Part part,
      PurgeStore.@Nullable Link last,
      OffsetDateTime now) {
    long number = last == null ? 1 : last.number() + 1;
    byte[] previous = last == null ? new byte[DIGEST_BYTES] : last.digest();
    String body = body(number, purge, part, now);
    byte[] digest = digest(previous, body);
    String summary =
        "purge %d %s/%d before %d purged %d left %d"
            .formatted(
                purge.id(), part.rule(), part.version(), part.before(), part.purged(), part.left());
    return new PurgeProof(number, part.rule(), body, previous, digest, summary);
  }

  /** The lines of it. */
  static String body(
      long number, PurgeStore.Locked purge, PurgeStore.Part part, OffsetDateTime ended) {
    return String.join(
        "\n",
        FORMAT,
        "number " + number,
        "purge " + purge.id(),
        "rule " + part.rule() + "/" + part.version(),
        "cutoff " + part.cutoff().toInstant(),
        "started " + purge.startedBy() + " " + purge.startedAt().toInstant(),
        "ended " + ended.toInstant(),
        "seen " + part.seen(),
        "before " + part.before(),
        "purged " + part.purged() + lines(part.tables()),
        "held" + lines(part.held()),
        "left " + part.left(),
        "ids " + HexFormat.of().formatHex(part.idsHash()));
  }

  private static String lines(JsonObject counts) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(counts.getMap())
        .forEach((name, n) -> text.append(' ').append(name).append('=').append(n));
    return text.toString();
  }

  /** What the record of looks keeps of it. */
  String recorded() {
    return summary + ending(digest);
  }

  private static String ending(byte[] digest) {
    return " proof " + HexFormat.of().formatHex(digest);
  }

  /**
   * Whether it is still what was written.
   *
   * @param said what it must say by the numbers that are shown beside it
   * @param before the digest of the link before, as it stands; null when there is none
   * @param recorded what the record of looks says; null when it says nothing
   */
  Standing standing(String said, byte @Nullable [] before, @Nullable String recorded) {
    byte[] expected = before == null ? new byte[DIGEST_BYTES] : before;
    boolean follows = Arrays.equals(previous, expected) && (before != null || number == 1);
    if (!follows || !said.equals(body) || !Arrays.equals(digest, digest(previous, body))) {
      return Standing.CHANGED;
    }
    return recorded != null && recorded.endsWith(ending(digest))
        ? Standing.GENUINE
        : Standing.NOT_RECORDED;
  }

  /** The hash over what was purged, gone on with by one keyed id. */
  static byte[] goOn(byte[] hash, byte[] keyedId) {
    MessageDigest sha = sha256();
    sha.update(hash);
    return sha.digest(keyedId);
  }

  private static byte[] digest(byte[] previous, String body) {
    MessageDigest sha = sha256();
    sha.update(previous);
    return sha.digest(body.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
