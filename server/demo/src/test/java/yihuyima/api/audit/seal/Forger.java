package yihuyima.api.audit.seal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import yihuyima.qr.Ed25519Signer;

/**
 * An attacker who has the database and this code, and not the key: edits a record, and makes the
 * seal anew around it, signed with a key of their own under the right key's id.
 */
public final class Forger {
  private Forger() {}

  /** Makes a seal anew around what the record says now. */
  public static void reseal(Connection db, long number) throws SQLException {
    Seal seal = SealStore.find(db, number).orElseThrow();
    List<RecordRow> rows = SealStore.rows(db, seal.from(), seal.to(), Integer.MAX_VALUE);
    ByteBuffer leaves = ByteBuffer.allocate(rows.size() * Seal.LEAF_BYTES);
    Digest digest = new Digest();
    rows.forEach(row -> leaves.putLong(row.id()).put(row.digest(digest)));
    Seal forged =
        new Seal(
                number,
                seal.format(),
                seal.from(),
                seal.to(),
                rows.size(),
                leaves.array(),
                seal.previousDigest(),
                seal.sealedAtMicros(),
                seal.keyId(),
                seal.digest(),
                seal.signature())
            .signed(Ed25519Signer.of(seal.keyId(), new byte[Ed25519Signer.SEED_BYTES]));
    try (PreparedStatement statement =
        db.prepareStatement(
            "UPDATE access_seal SET leaves = ?, records = ?, digest = ?, signature = ? WHERE number = ?")) {
      statement.setBytes(1, forged.leaves());
      statement.setInt(2, forged.records());
      statement.setBytes(3, forged.digest());
      statement.setBytes(4, forged.signature());
      statement.setLong(5, number);
      statement.executeUpdate();
    }
  }
}
