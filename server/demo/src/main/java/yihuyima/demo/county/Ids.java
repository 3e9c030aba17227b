package yihuyima.demo.county;

/** Ids given out before their rows are written: a sealed value is bound to its row. */
final class Ids {
  private long people;
  private long codes;
  private long accounts;
  private long applications;
  private long applicationEvents;
  private long payments;
  private long visits;

  long person() {
    return ++people;
  }

  long code() {
    return ++codes;
  }

  long account() {
    return ++accounts;
  }

  long application() {
    return ++applications;
  }

  long applicationEvent() {
    return ++applicationEvents;
  }

  long payment() {
    return ++payments;
  }

  long visit() {
    return ++visits;
  }
}
