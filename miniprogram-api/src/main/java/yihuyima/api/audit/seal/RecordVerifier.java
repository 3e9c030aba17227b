package yihuyima.api.audit.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import yihuyima.qr.CodeVerifier;

/**
 * Compares the record with its seals, and the seals with each other, with nothing but the public
 * keys. Reads seals and records side by side, each once and in order, so that memory does not grow
 * with the record.
 *
 * <p>A seal that is genuine vouches for its records. One that is not is named, and its records are
 * passed over: the next genuine seal says where it begins.
 */
public final class RecordVerifier {
  /** Seals that are read at once; each may have 40 kB. */
  private static final int SEALS_AT_ONCE = 50;

  private static final int ROWS_AT_ONCE = 2000;

  /** Rows come from an index in their order; sorted, the whole record would wait on the disk. */
  private static final String IN_ORDER_OF_THE_INDEX = "SET LOCAL enable_sort = off";

  static final String COUNT_UNSEALED =
      """
      SELECT count(*) AS records
        FROM access_record AS r
       WHERE (r.xact, r.id) >= ($1::text::xid8, $2::bigint)
      """;

  /**
   * What was read.
   *
   * @param unsealed records after the last seal; counted only when reading to the end
   */
  public record Summary(long seals, long records, long findings, long unsealed) {}

  private final Connection db;
  private final Map<Integer, CodeVerifier> keys;
  private final Consumer<Finding> out;
  private final Consumer<Summary> progress;
  private final Digest digest = new Digest();
  private Heads heads = new Heads(java.util.Collections.emptyIterator());
  private long seals;
  private long records;
  private long findings;

  /**
   * @param db in a transaction, best one that sees one moment; nothing is written
   * @param keys by their id
   * @param out gets each finding as it is made
   */
  public RecordVerifier(Connection db, Map<Integer, CodeVerifier> keys, Consumer<Finding> out) {
    this(db, keys, out, far -> {});
  }

  /**
   * @param progress gets what was read so far after each seal; the unsealed are not counted then
   */
  public RecordVerifier(
      Connection db,
      Map<Integer, CodeVerifier> keys,
      Consumer<Finding> out,
      Consumer<Summary> progress) {
    this.db = db;
    this.keys = Map.copyOf(keys);
    this.out = out;
    this.progress = progress;
  }

  /**
   * Verifies.
   *
   * @param from the first seal's number; 1 for all
   * @param to the last seal's number; {@link Long#MAX_VALUE} for all, the tail included
   * @param lines of the head file, oldest first; a line that cannot be read is empty
   */
  public Summary verify(long from, long to, Iterator<Optional<HeadFile.Line>> lines)
      throws SQLException {
    seals = 0;
    records = 0;
    findings = 0;
    heads = new Heads(lines);
    try (Statement statement = db.createStatement()) {
      statement.execute(IN_ORDER_OF_THE_INDEX);
    }
    @Nullable Seal anchor = from <= 1 ? null : SealStore.find(db, from - 1).orElse(null);
    if (from > 1 && anchor == null) {
      find(Finding.Kind.SEAL_MISSING, from - 1, "the seal before the range is not there");
    }
    boolean sound = from <= 1 || (anchor != null && isSound(anchor));
    Place begin = sound && anchor != null ? anchor.to() : Place.START;
    if (!sound) {
      begin = beginOfNext(from, to);
    }
    Chain chain = new Chain(sound ? anchor : null, from, begin);
    try (PreparedStatement statement = Statements.prepare(db, Seal.BETWEEN, from, to);
        Rows rows = new Rows(begin, from <= 1)) {
      statement.setFetchSize(SEALS_AT_ONCE);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          next(chain, Seal.read(found), rows);
          progress.accept(new Summary(seals, records, findings, 0));
        }
      }
    }
    if (to != Long.MAX_VALUE && chain.expected <= to) {
      String says = "seals %d to %d are not there".formatted(chain.expected, to);
      find(Finding.Kind.SEAL_MISSING, chain.expected, says);
    }
    heads.end(chain, to);
    long unsealed = to == Long.MAX_VALUE && chain.sound ? unsealed(chain.end) : 0;
    return new Summary(seals, records, findings, unsealed);
  }

  /** How far the chain has been followed. */
  private static final class Chain {
    @Nullable Seal last;
    long expected;
    Place end;
    boolean sound = true;

    Chain(@Nullable Seal last, long expected, Place end) {
      this.last = last;
      this.expected = expected;
      this.end = end;
    }
  }

  private void next(Chain chain, Seal seal, Rows rows) throws SQLException {
    seals++;
    if (seal.number() > chain.expected) {
      String says = "seals %d to %d are not there".formatted(chain.expected, seal.number() - 1);
      find(Finding.Kind.SEAL_MISSING, chain.expected, says);
      chain.sound = false;
      chain.last = null;
    }
    boolean twice = seal.number() < chain.expected;
    chain.expected = Math.max(chain.expected, seal.number() + 1);
    if (twice || !isSound(seal)) {
      if (twice) {
        find(Finding.Kind.SEAL_CHANGED, seal.number(), "the number stands twice");
      }
      chain.sound = false;
      chain.last = null;
      return;
    }
    Seal last = chain.last;
    boolean follows =
        last == null
            ? seal.number() > 1 || Arrays.equals(seal.previousDigest(), new byte[Digest.BYTES])
            : Arrays.equals(last.digest(), seal.previousDigest());
    if (!follows || !heads.agree(seal)) {
      find(Finding.Kind.CHAIN_FORKED, seal.number(), "genuine, but of another chain");
      chain.sound = false;
    }
    if (!chain.sound) {
      rows.skipTo(seal.from());
    }
    compare(seal, rows);
    chain.last = seal;
    chain.end = seal.to();
    chain.sound = true;
  }

  private boolean isSound(Seal seal) {
    CodeVerifier key = keys.get(seal.keyId());
    if (key == null) {
      find(Finding.Kind.SEAL_CHANGED, seal.number(), "no public key " + seal.keyId());
      return false;
    }
    if (seal.format() != Seal.FORMAT
        || seal.leaves().length != seal.records() * Seal.LEAF_BYTES
        || !seal.isGenuine(key)) {
      find(
          Finding.Kind.SEAL_CHANGED,
          seal.number(),
          "digest or signature is not its own; what it says of its records counts for nothing");
      return false;
    }
    return true;
  }

  /** Where the first genuine seal of a range begins, when the one before the range does not say. */
  private Place beginOfNext(long from, long to) throws SQLException {
    try (PreparedStatement statement = Statements.prepare(db, Seal.BETWEEN, from, to)) {
      statement.setFetchSize(1);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          Seal seal = Seal.read(found);
          CodeVerifier key = keys.get(seal.keyId());
          if (key != null && seal.isGenuine(key)) {
            return seal.from();
          }
        }
      }
    }
    return Place.START;
  }

  private void compare(Seal seal, Rows rows) throws SQLException {
    boolean[] seen = new boolean[seal.records()];
    Map<Long, Integer> places = new HashMap<>();
    int expected = 0;
    for (RecordRow row = rows.peek();
        row != null && row.place().compareTo(seal.to()) < 0;
        row = rows.next()) {
      records++;
      int index = expected;
      if (index >= seen.length || seal.leafId(index) != row.id()) {
        if (places.isEmpty()) {
          for (int i = 0; i < seen.length; i++) {
            places.put(seal.leafId(i), i);
          }
        }
        index = places.getOrDefault(row.id(), -1);
      }
      if (index < 0 || seen[index] || row.place().compareTo(seal.from()) < 0) {
        find(Finding.Kind.RECORD_INSERTED, seal.number(), row.id(), "was not sealed here");
        continue;
      }
      if (!seal.isLeaf(index, row.digest(digest))) {
        find(Finding.Kind.RECORD_EDITED, seal.number(), row.id(), "is another than the sealed one");
      }
      seen[index] = true;
      expected = index + 1;
    }
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        find(Finding.Kind.RECORD_DELETED, seal.number(), seal.leafId(i), "is not in its place");
      }
    }
  }

  private long unsealed(Place end) throws SQLException {
    try (PreparedStatement statement =
            Statements.prepare(db, COUNT_UNSEALED, Long.toString(end.xact()), end.id());
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void find(Finding.Kind kind, long seal, String says) {
    findings++;
    out.accept(new Finding(kind, seal, null, says));
  }

  private void find(Finding.Kind kind, long seal, long record, String says) {
    findings++;
    out.accept(new Finding(kind, seal, record, says));
  }

  /** The record, one row after the other. */
  private final class Rows implements AutoCloseable {
    private final PreparedStatement statement;
    private final ResultSet rows;
    private @Nullable RecordRow row;

    /**
     * @param all also what stands before the first place, where no look can be
     */
    Rows(Place begin, boolean all) throws SQLException {
      statement =
          Statements.prepare(
              db, RecordRow.FROM, Long.toString(begin.xact()), all ? Long.MIN_VALUE : begin.id());
      statement.setFetchSize(ROWS_AT_ONCE);
      rows = statement.executeQuery();
      next();
    }

    @Nullable RecordRow peek() {
      return row;
    }

    @Nullable RecordRow next() throws SQLException {
      row = rows.next() ? RecordRow.read(rows) : null;
      return row;
    }

    void skipTo(Place place) throws SQLException {
      while (row != null && row.place().compareTo(place) < 0) {
        next();
      }
    }

    @Override
    public void close() throws SQLException {
      rows.close();
      statement.close();
    }
  }

  /** The head file beside the chain. */
  private final class Heads {
    private final Iterator<Optional<HeadFile.Line>> lines;
    private HeadFile.@Nullable Line line;

    Heads(Iterator<Optional<HeadFile.Line>> lines) {
      this.lines = lines;
      advance();
    }

    private void advance() {
      line = null;
      while (line == null && lines.hasNext()) {
        Optional<HeadFile.Line> read = lines.next();
        if (read.isEmpty()) {
          find(Finding.Kind.HEAD_CHANGED, 0, "a line of the head cannot be read");
        }
        line = read.orElse(null);
      }
    }

    /** Whether the head knows this very seal, or none of its number. */
    boolean agree(Seal seal) {
      while (line != null && line.number() < seal.number()) {
        advance();
      }
      if (line == null || line.number() != seal.number()) {
        return true;
      }
      return Arrays.equals(line.digest(), seal.digest()) || !isSigned(line);
    }

    /** What the head knows beyond the database. */
    void end(Chain chain, long to) {
      long first = chain.expected;
      long newest = 0;
      while (line != null) {
        if (line.number() >= first && line.number() <= to && isSigned(line)) {
          newest = Math.max(newest, line.number());
        }
        advance();
      }
      if (newest >= first) {
        find(
            Finding.Kind.TAIL_CUT,
            first,
            "seals %d to %d are in the head and not in the database".formatted(first, newest));
      }
    }

    private boolean isSigned(HeadFile.Line signed) {
      CodeVerifier key = keys.get(signed.keyId());
      boolean genuine = key != null && Seal.isSigned(key, signed.digest(), signed.signature());
      if (!genuine) {
        find(Finding.Kind.HEAD_CHANGED, signed.number(), "the line's signature is not a key's");
      }
      return genuine;
    }
  }
}
