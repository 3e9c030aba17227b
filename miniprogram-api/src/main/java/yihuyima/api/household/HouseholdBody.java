package yihuyima.api.household;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A household's view, composed: pieces of JSON ready to be written into an answer, one for each
 * thing that some viewers see and others do not.
 *
 * @param organisationPath where the household stands in the tree
 * @param own the summary for the household itself
 * @param file the summary for the cadre in charge
 * @param office the summary for the office
 * @param department every field a partner department may be given, as one JSON object
 * @param payments JSON array
 * @param applications JSON array
 * @param visits JSON array
 * @param benefits one for each policy the household was held against
 */
record HouseholdBody(
    String organisationPath,
    byte[] own,
    byte[] file,
    byte[] office,
    byte[] department,
    byte[] payments,
    byte[] applications,
    byte[] visits,
    List<Benefit> benefits) {

  /**
   * The household's own part of a benefit; the policy's words come from the catalogue.
   *
   * @param tail JSON members beginning with a comma
   */
  record Benefit(String policyCode, boolean mayApply, byte[] tail) {}

  /** One run of bytes: each piece with its length before it. */
  byte[] pack() {
    List<byte[]> pieces = new ArrayList<>();
    pieces.add(organisationPath.getBytes(StandardCharsets.UTF_8));
    pieces.addAll(List.of(own, file, office, department, payments, applications, visits));
    for (Benefit benefit : benefits) {
      pieces.add(benefit.policyCode().getBytes(StandardCharsets.UTF_8));
      pieces.add(new byte[] {(byte) (benefit.mayApply() ? 1 : 0)});
      pieces.add(benefit.tail());
    }
    int size = 0;
    for (byte[] piece : pieces) {
      size += Integer.BYTES + piece.length;
    }
    ByteBuffer packed = ByteBuffer.allocate(size);
    for (byte[] piece : pieces) {
      packed.putInt(piece.length).put(piece);
    }
    return packed.array();
  }

  /** The opposite of {@link #pack}. */
  static HouseholdBody unpack(byte[] packed) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    String path = text(in);
    byte[] own = piece(in);
    byte[] file = piece(in);
    byte[] office = piece(in);
    byte[] department = piece(in);
    byte[] payments = piece(in);
    byte[] applications = piece(in);
    byte[] visits = piece(in);
    List<Benefit> benefits = new ArrayList<>();
    while (in.hasRemaining()) {
      benefits.add(new Benefit(text(in), piece(in)[0] == 1, piece(in)));
    }
    return new HouseholdBody(
        path, own, file, office, department, payments, applications, visits, benefits);
  }

  private static byte[] piece(ByteBuffer in) {
    byte[] piece = new byte[in.getInt()];
    in.get(piece);
    return piece;
  }

  private static String text(ByteBuffer in) {
    return new String(piece(in), StandardCharsets.UTF_8);
  }
}
