package yihuyima.api.audit.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import yihuyima.qr.CodeSigner;
import yihuyima.qr.CodeVerifier;

/**
 * One link of the chain.
 *
 * @param number from 1, without a gap
 * @param from the first place it covers
 * @param to the first place it does not cover; the next seal's {@code from}
 * @param leaves of each record, in order, its id (8 bytes) and its digest (32)
 * @param sealedAtMicros since 1970-01-01T00:00Z
 * @param digest over everything above it, and with it over all seals before
 */
record Seal(
    long number,
    int format,
    Place from,
    Place to,
    int records,
    byte[] leaves,
    byte[] previousDigest,
    long sealedAtMicros,
    int keyId,
    byte[] digest,
    byte[] signature) {
  /** How records and seals are written down by this release. */
  static final int FORMAT = 1;

  /** Bytes of a record's id and digest. */
  static final int LEAF_BYTES = 8 + Digest.BYTES;

  /** What signatures are over, before the digest: a key signs nothing else that begins so. */
  private static final byte[] SIGNED =
      "yihuyima access_seal 1 ".getBytes(StandardCharsets.US_ASCII);

  /** What {@link #read} reads, in its order. */
  private static final String COLUMNS =
      """
      SELECT s.number, s.format, s.from_xact::text::bigint AS from_xact, s.from_id, s.to_xact::text::bigint AS to_xact, s.to_id,
             s.records, s.leaves, s.previous_digest,
             CASE WHEN isfinite(s.sealed_at) THEN (extract(epoch FROM s.sealed_at) * 1000000)::bigint ELSE 0 END AS sealed_at_micros,
             s.key_id, s.digest, s.signature
        FROM access_seal AS s
      """;

  /** Seals in order. */
  static final String BETWEEN =
      COLUMNS
          + """
             WHERE s.number >= $1 AND s.number <= $2
             ORDER BY s.number
            """;

  /** The newest seal; none before the first. */
  static final String NEWEST =
      COLUMNS
          + """
             ORDER BY s.number DESC
             LIMIT 1
            """;

  static Seal read(ResultSet row) throws SQLException {
    return new Seal(
        row.getLong(1),
        row.getInt(2),
        new Place(row.getLong(3), row.getLong(4)),
        new Place(row.getLong(5), row.getLong(6)),
        row.getInt(7),
        row.getBytes(8),
        row.getBytes(9),
        row.getLong(10),
        row.getInt(11),
        row.getBytes(12),
        row.getBytes(13));
  }

  /** The same seal with its digest and a signature over it. */
  Seal signed(CodeSigner signer) {
    byte[] over = computed();
    return new Seal(
        number,
        format,
        from,
        to,
        records,
        leaves,
        previousDigest,
        sealedAtMicros,
        keyId,
        over,
        signer.sign(message(over)));
  }

  /** The digest that its content has. */
  byte[] computed() {
    return new Digest()
        .text("yihuyima access_seal 1")
        .number(number)
        .number(format)
        .number(from.xact())
        .number(from.id())
        .number(to.xact())
        .number(to.id())
        .number(records)
        .bytes(leaves)
        .bytes(previousDigest)
        .number(sealedAtMicros)
        .number(keyId)
        .take();
  }

  /** Whether the digest is that of the content, and the signature this key's over it. */
  boolean isGenuine(CodeVerifier key) {
    return Arrays.equals(computed(), digest) && isSigned(key, digest, signature);
  }

  /** Whether a seal's digest was signed by a key. */
  static boolean isSigned(CodeVerifier key, byte[] digest, byte[] signature) {
    return key.verify(message(digest), signature);
  }

  private static byte[] message(byte[] digest) {
    byte[] message = Arrays.copyOf(SIGNED, SIGNED.length + digest.length);
    System.arraycopy(digest, 0, message, SIGNED.length, digest.length);
    return message;
  }

  long leafId(int index) {
    return ByteBuffer.wrap(leaves).getLong(index * LEAF_BYTES);
  }

  boolean isLeaf(int index, byte[] rowDigest) {
    int at = index * LEAF_BYTES + 8;
    return Arrays.equals(leaves, at, at + Digest.BYTES, rowDigest, 0, Digest.BYTES);
  }
}
