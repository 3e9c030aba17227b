package yihuyima.api.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/** Every table with encrypted columns: its primary key, and what of it a value is bound to. */
public enum SealedTable {
  PERSON("person", 500, "id"),
  PERSON_VERSION("person_version", 500, "person_id", "version"),
  MEMBERSHIP("membership", 500, "id"),
  HOUSEHOLD_VERSION("household_version", 500, "household_id", "version"),
  HOUSEHOLD_VIEW("household_view", 500, "household_id"),
  APPLICATION("application", 500, "id"),
  APPLICATION_EVENT("application_event", 500, "id"),
  // Photos of up to 8 MiB: a batch of them must fit a few tens of megabytes.
  MATERIAL("material", 4, "id"),
  VISIT("visit", 500, "id"),
  STAFF("staff", 500, "id"),
  ACCOUNT("account", 500, "id"),
  PROXY("proxy", 500, "id"),
  SECOND_FACTOR("second_factor", 500, "staff_id"),
  RIGHTS_REQUEST("rights_request", 500, "id"),
  LEAK_INVESTIGATION("leak_investigation", 500, "id"),
  IMPORT_JOB("import_job", 500, "id"),
  // Parts of up to 4 MiB.
  IMPORT_PART("import_part", 4, "id"),
  IMPORT_HOUSEHOLD("import_household", 200, "id"),
  IDEMPOTENCY("idempotency", 200, "caller", "key");

  private final String table;
  private final int batchRows;

  @SuppressWarnings("ImmutableEnumChecker") // List.of gives one that nobody changes.
  private final List<String> keys;

  SealedTable(String table, int batchRows, String... keys) {
    this.table = table;
    this.batchRows = batchRows;
    this.keys = List.of(keys);
  }

  /** Its name in the database. */
  public String table() {
    return table;
  }

  /** How many rows are sealed anew in one transaction. */
  public int batchRows() {
    return batchRows;
  }

  /** The columns of its primary key, in order. */
  public List<String> keys() {
    return keys;
  }

  /** The type its keys are compared as. */
  public String keyType() {
    return this == IDEMPOTENCY ? "text" : "bigint";
  }

  /** Its encrypted columns. */
  public List<Column> columns() {
    return Arrays.stream(Column.values()).filter(column -> column.table() == this).toList();
  }

  /**
   * What the values of a row are bound to: the first key where it is a number, else a hash of all.
   *
   * @param key the row's primary key, as texts
   */
  public long place(List<String> key) {
    return this == IDEMPOTENCY ? hash(String.join("\n", key)) : Long.parseLong(key.getFirst());
  }

  private static long hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
