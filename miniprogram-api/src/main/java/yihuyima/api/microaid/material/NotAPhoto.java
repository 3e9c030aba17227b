package yihuyima.api.microaid.material;

/** What was sent is no photo that can be kept; the message is for the log and repeats nothing. */
final class NotAPhoto extends Exception {
  private static final long serialVersionUID = 1L;

  NotAPhoto(String reason) {
    super(reason, null, false, false);
  }

  NotAPhoto(String reason, Throwable cause) {
    super(reason, cause, false, false);
  }
}
