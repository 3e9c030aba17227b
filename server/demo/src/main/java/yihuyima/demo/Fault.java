package yihuyima.demo;

import java.time.Duration;

/** How a stand-in may misbehave in one call. */
public sealed interface Fault {
  /** Does its work, and answers after a while. */
  record Slow(Duration delay) implements Fault {}

  /** Does its work, and never answers. */
  record Hang() implements Fault {}

  /** Does its work, sends half of the answer, and falls silent. */
  record HangInBody() implements Fault {}

  /** Closes the connection without having done anything. */
  record CutBefore() implements Fault {}

  /** Does its work, and closes the connection instead of answering. */
  record CutAfter() implements Fault {}

  /** Does its work, and answers something that is not JSON. */
  record Garbage() implements Fault {}

  /** Does its work, and answers without end. */
  record Endless() implements Fault {}

  /** Answers with this HTTP status and without having done anything. */
  record Status(int status) implements Fault {}

  /** Answers in the right form that all went well, and leaves out what matters. */
  record Lie() implements Fault {}

  /**
   * Does nothing, and answers with this error.
   *
   * @param code in the language of the service: an errcode of WeChat, a code of Tencent Cloud
   */
  record Refusal(String code) implements Fault {}
}
