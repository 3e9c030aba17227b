package yihuyima.demo.county;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.NameIndex;
import yihuyima.qr.HouseholdCode;

/** Turns households into rows, private columns sealed for the rows they go to. */
final class HouseholdWriter {
  private static final String SOURCE = "SAMPLE";
  private static final String OPERATOR = "SYSTEM:sample";

  private final SampleKeys keys;
  private final FieldCipher cipher;
  private final BlindIndex index;
  private final Ids ids;
  private final LocalDate today;
  private final long seed;
  private long deaths;

  HouseholdWriter(SampleKeys keys, Ids ids, LocalDate today, long seed) {
    this.keys = keys;
    this.cipher = keys.cipher();
    this.index = keys.index();
    this.ids = ids;
    this.today = today;
    this.seed = seed;
  }

  /** How many codes have died; what the counter of revocations must stand at. */
  long deaths() {
    return deaths;
  }

  void write(SampleHousehold household, CountyTables tables) {
    Instant recordedAt = Applications.at(household.since(), 11);
    tables.household.row().int8(household.id()).int8(household.union().id()).moment(recordedAt);
    household.people().forEach(person -> write(person, household, recordedAt, tables));
    write(household, recordedAt, tables);
    SampleHousehold.File file = household.file();
    if (file != null) {
      write(file, household, tables);
    }
    for (Codes code : Codes.of(seed, household, today)) {
      write(code, household.id(), tables);
    }
    if (isBound(household.id())) {
      writeAccount(ids.account(), household, tables);
    }
  }

  private static boolean isBound(long householdId) {
    return householdId == Cast.HOUSEHOLD || householdId == Cast.OTHER_HOUSEHOLD;
  }

  private void write(
      SamplePerson person, SampleHousehold household, Instant recordedAt, CountyTables tables) {
    long id = person.id();
    NameIndex.Tokens names = index.names().of(List.of(household.union().id()), person.name());
    Slots number = indexed(BlindIndex.Kind.ID_NUMBER, person.idNumber());
    Slots phone = indexed(BlindIndex.Kind.PHONE, person.phone());
    Slots card = indexed(BlindIndex.Kind.CARD, person.card());
    tables
        .person
        .row()
        .int8(id)
        .bytes(cipher.seal(Column.PERSON_ID_NUMBER, id, person.idNumber()))
        .bytes(number.first())
        .bytes(number.second());
    tables
        .personVersion
        .row()
        .int8(id)
        .int4(1)
        .day(household.since())
        .moment(recordedAt)
        .text(SOURCE)
        .bool(true)
        .bytes(cipher.seal(Column.PERSON_NAME, id, person.name()))
        .bytes(sealed(Column.PERSON_PHONE, id, person.phone()))
        .bytes(phone.first())
        .bytes(phone.second())
        .bytes(sealed(Column.PERSON_CARD, id, person.card()))
        .bytes(card.first())
        .bytes(card.second())
        .text(person.cardEnding())
        .text(person.sex())
        .day(person.bornOn())
        .text(person.health())
        .text(person.insurance())
        .text(person.workStatus())
        .int8(person.monthIncomeFen())
        .text(person.schoolStage())
        .ints(names.tokens())
        .int2(names.keyId());
    tables
        .membership
        .row()
        // One household a person here, so the ids may agree.
        .int8(id)
        .int8(household.id())
        .int8(id)
        .text(person.relation())
        .day(household.since())
        .moment(recordedAt);
  }

  private void write(SampleHousehold household, Instant recordedAt, CountyTables tables) {
    tables
        .householdVersion
        .row()
        .int8(household.id())
        .int4(1)
        .day(household.since())
        .moment(recordedAt)
        .text(SOURCE)
        .bool(true)
        .text(household.tier())
        .text(household.mainCause())
        .texts(household.otherCauses())
        .text(household.housing())
        .bytes(cipher.seal(Column.HOUSEHOLD_ADDRESS, household.id(), household.address()))
        .int8(household.yearIncomeFen())
        .int8(household.yearExpenseFen())
        .int8(household.selfPaidMedicalFen());
  }

  private static void write(
      SampleHousehold.File file, SampleHousehold household, CountyTables tables) {
    // One file a household here, so the ids may agree.
    long id = household.id();
    tables
        .file
        .row()
        .int8(id)
        .int8(id)
        .text(file.number())
        .text(file.level())
        .day(file.openedOn())
        .day(file.closedOn());
    for (SamplePerson person : household.people()) {
      tables.filePerson.row().int8(id).int8(person.id()).bool(file.closedOn() == null);
    }
  }

  private void write(Codes life, long householdId, CountyTables tables) {
    int mintKeyId = keys.codes().currentMintKeyId();
    HouseholdCode code = keys.codes().mint(mintKeyId, householdId, life.generation());
    Instant changedAt = life.isLive() ? Applications.at(life.issuedOn(), 9) : life.diedAt();
    tables
        .code
        .row()
        .int8(ids.code())
        .int8(householdId)
        .int2(life.generation())
        .text(life.state())
        .int8(householdId)
        .int2(mintKeyId)
        .int2(keys.codes().signKeyId())
        .bytes(keys.codes().lookupHash(code))
        .bytes(keys.codes().revocationHash(code))
        .day(life.issuedOn())
        .moment(changedAt)
        .text(OPERATOR)
        .text(life.state().equals("REVOKED") ? "地址变更后卡片未收回" : null)
        .int8(life.isLive() ? null : Long.valueOf(++deaths));
  }

  private void writeAccount(long id, SampleHousehold household, CountyTables tables) {
    SamplePerson worker = household.worker();
    String openid = household.id() == Cast.HOUSEHOLD ? Cast.OPENID : null;
    Slots known = indexed(BlindIndex.Kind.OPENID, openid);
    Slots phone = indexed(BlindIndex.Kind.PHONE, worker.phone());
    Instant openedAt = Applications.at(today.minusDays(50), 20);
    tables
        .account
        .row()
        .int8(id)
        .bytes(sealed(Column.ACCOUNT_OPENID, id, openid))
        .bytes(known.first())
        .bytes(known.second())
        .bytes(sealed(Column.ACCOUNT_PHONE, id, worker.phone()))
        .bytes(phone.first())
        .bytes(phone.second())
        .moment(openedAt);
    tables
        .binding
        .row()
        .int8(id)
        .int8(household.id())
        .int8(worker.id())
        .text("ADULT")
        .moment(openedAt);
  }

  void writePairings(SampleHousehold household, List<Long> staffIds, CountyTables tables) {
    for (long staffId : staffIds) {
      tables.pairing.row().int8(household.id()).int8(staffId).day(household.since().plusDays(3));
    }
  }

  private byte @Nullable [] sealed(Column column, long row, @Nullable String value) {
    return value == null ? null : cipher.seal(column, row, value);
  }

  /** The bytes of one value in its two columns. */
  private record Slots(byte @Nullable [] first, byte @Nullable [] second) {}

  private Slots indexed(BlindIndex.Kind kind, @Nullable String value) {
    if (value == null) {
      return new Slots(null, null);
    }
    BlindIndex.Slots slots = index.slots(kind, value);
    return new Slots(bytes(slots.first()), bytes(slots.second()));
  }

  private static byte @Nullable [] bytes(@Nullable Buffer hash) {
    return hash == null ? null : hash.getBytes();
  }

  /** A moment of today in China, for what was decided last night. */
  static Instant lastNight(LocalDate today) {
    return today.atStartOfDay(ChinaTime.ZONE).toInstant();
  }
}
