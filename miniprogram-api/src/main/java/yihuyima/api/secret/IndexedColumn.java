package yihuyima.api.secret;

/**
 * Every blind index, here and nowhere else: what is not in this list keeps the old key when the
 * index key changes, and a test holds the list against the database.
 *
 * <p>Each has two columns, one for keys with odd ids and one for keys with even ids, and is made
 * from a sealed column of the same row.
 */
public enum IndexedColumn {
  PERSON_ID_NUMBER(Column.PERSON_ID_NUMBER, "id_number_bidx", BlindIndex.Kind.ID_NUMBER),
  PERSON_PHONE(Column.PERSON_PHONE, "phone_bidx", BlindIndex.Kind.PHONE),
  PERSON_CARD(Column.PERSON_CARD, "card_bidx", BlindIndex.Kind.CARD),
  ACCOUNT_OPENID(Column.ACCOUNT_OPENID, "openid_bidx", BlindIndex.Kind.OPENID),
  ACCOUNT_PHONE(Column.ACCOUNT_PHONE, "phone_bidx", BlindIndex.Kind.PHONE),
  /** Proxies of before have no sealed number; what is over needs no index any more. */
  PROXY_PHONE(Column.PROXY_PHONE, "phone_bidx", BlindIndex.Kind.PHONE, "ended_at IS NULL");

  private final Column sealed;
  private final String first;
  private final BlindIndex.Kind kind;
  private final String needed;

  IndexedColumn(Column sealed, String first, BlindIndex.Kind kind) {
    this(sealed, first, kind, "true");
  }

  IndexedColumn(Column sealed, String first, BlindIndex.Kind kind, String needed) {
    this.sealed = sealed;
    this.first = first;
    this.kind = kind;
    this.needed = needed;
  }

  /** What it is made from. */
  public Column sealed() {
    return sealed;
  }

  /** What it is an index of. */
  public BlindIndex.Kind kind() {
    return kind;
  }

  /** Where the values of a key stand. */
  public String column(int keyId) {
    return isFirst(keyId) ? first : first + "2";
  }

  /** Where those of the key before it and of the one after it stand. */
  public String otherColumn(int keyId) {
    return column(keyId + 1);
  }

  /** In SQL, which rows need a value even where nothing is sealed that it could be made from. */
  public String needed() {
    return needed;
  }

  static boolean isFirst(int keyId) {
    return keyId % 2 == 1;
  }
}
