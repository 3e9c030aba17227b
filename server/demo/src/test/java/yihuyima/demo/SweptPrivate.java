package yihuyima.demo;

import yihuyima.api.secret.Column;

/** What is private about a family of the sweep, in words that no other family of it has. */
enum SweptPrivate {
  NAME,
  ID_NUMBER,
  PHONE,
  CARD,
  ADDRESS,
  /** What the family wrote of an illness. */
  DIAGNOSIS;

  /** What it is for a family. */
  String of(Fixtures.Family family) {
    return switch (this) {
      case NAME -> "样示" + Character.toString(0x4e00 + (int) (family.id() % 5000));
      case ID_NUMBER -> family.idNumber();
      case PHONE -> "10008" + String.format("%06d", family.id());
      case CARD -> "9900" + String.format("%015d", family.id());
      case ADDRESS -> "云溪市样例路" + family.id() + "号";
      case DIAGNOSIS -> "样例肿瘤" + family.id() + "期";
    };
  }

  /** Gives the family's worker a name, a phone and a card that nobody else has, staff included. */
  static void giveOwnWords(Fixtures given, Fixtures.Family family) {
    long worker = family.workerId();
    given.run(
        "UPDATE person_version SET name_enc = ?, phone_enc = ?, card_enc = ? WHERE person_id = ?",
        given.cipher().seal(Column.PERSON_NAME, worker, NAME.of(family)),
        given.cipher().seal(Column.PERSON_PHONE, worker, PHONE.of(family)),
        given.cipher().seal(Column.PERSON_CARD, worker, CARD.of(family)),
        worker);
  }
}
