package yihuyima.api.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;
import yihuyima.api.outbound.Endpoint;
import yihuyima.api.outbound.OutboundCall;
import yihuyima.api.outbound.ServiceToken;

/**
 * Calls of one service that answers with errcodes: every value encoded, a deadline for each try,
 * again only what is worth it, once more with a new access token where the old one was refused.
 */
final class Calls {
  /** The first try and two more, only for what is worth another try. */
  static final int TRIES_MAX = 3;

  /** Before the second try; twice as much before the third. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Codes of mini-programs have 32 to 64 characters. */
  private static final int CODE_CHARACTERS_MAX = 256;

  /** A token lives two hours; what claims more than a day is not believed. */
  private static final int TOKEN_SECONDS_MAX = 86_400;

  private static final Logger log = LoggerFactory.getLogger(Calls.class);

  /**
   * One request.
   *
   * @param query the values as they are; they are encoded when sent
   * @param body null for a GET
   */
  record Ask(String path, Map<String, String> query, @Nullable JsonObject body) {
    /** Without the values: secrets, tokens and codes are among them. */
    @Override
    public String toString() {
      return "Ask[" + path + "]";
    }

    private String pathAndQuery() {
      return path
          + query.entrySet().stream()
              .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
              .sorted()
              .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
    }
  }

  /**
   * Which service.
   *
   * @param name in our log
   * @param codeInvalid what a caller is told when a new code is needed
   * @param unavailable what a caller is told when the service is of no use
   */
  record Service(String name, Problem codeInvalid, Problem unavailable) {}

  /** What of a good answer is wanted; null when the answer cannot be believed. */
  interface Reader<T> extends Function<Answer.Good, @Nullable T> {}

  private final Service service;
  private final WebClient client;
  private final Endpoint endpoint;
  private final Duration deadline;
  private final ServiceToken token;

  /**
   * Calls of a service.
   *
   * @param service which
   * @param forToken how its access token is asked for
   */
  Calls(
      Service service,
      WebClient client,
      Endpoint endpoint,
      Duration deadline,
      Ask forToken,
      Clock clock) {
    this.service = service;
    this.client = client;
    this.endpoint = endpoint;
    this.deadline = deadline;
    this.token = new ServiceToken(() -> fetchToken(forToken), clock);
  }

  /** A code that the service can have given; anything else is not even sent. */
  static boolean isCode(String code) {
    return !code.isBlank() && code.length() <= CODE_CHARACTERS_MAX;
  }

  /** Asks without an access token; fails with the problems that a caller of ours is told. */
  <T> Future<T> ask(Ask ask, Reader<T> reader) {
    return attempt(ask, 1).map(answer -> read(answer, reader));
  }

  /** Asks with the access token, and once more with a new one when that is refused. */
  <T> Future<T> askWithToken(Function<String, Ask> made, Reader<T> reader) {
    return token
        .get()
        .compose(
            first ->
                attempt(made.apply(first), 1)
                    .compose(
                        answer -> {
                          if (!(answer instanceof Answer.TokenRefused)) {
                            return Future.succeededFuture(answer);
                          }
                          token.refuse(first);
                          return token.get().compose(next -> attempt(made.apply(next), 1));
                        }))
        .map(answer -> read(answer, reader));
  }

  private Future<ServiceToken.Fresh> fetchToken(Ask ask) {
    return attempt(ask, 1)
        .map(
            answer ->
                answer instanceof Answer.TokenRefused refused
                    ? new Answer.Misconfigured(refused.errcode())
                    : answer)
        .map(answer -> read(answer, Calls::token));
  }

  private static ServiceToken.@Nullable Fresh token(Answer.Good good) {
    String text =
        good.json().getValue("access_token") instanceof String given && given.length() <= 1024
            ? given
            : "";
    boolean printable = !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return printable
            && good.json().getValue("expires_in") instanceof Integer seconds
            && seconds > 0
            && seconds <= TOKEN_SECONDS_MAX
        ? new ServiceToken.Fresh(text, Duration.ofSeconds(seconds))
        : null;
  }

  private Future<Answer> attempt(Ask ask, int number) {
    Buffer body = ask.body() == null ? null : ask.body().toBuffer();
    return OutboundCall.send(
            client.request(
                body == null ? HttpMethod.GET : HttpMethod.POST,
                endpoint.request(ask.pathAndQuery())),
            body,
            deadline)
        .map(Answer::read)
        .compose(
            answer ->
                answer instanceof Answer.Busy && number < TRIES_MAX
                    ? OutboundCall.pause(PAUSE.multipliedBy(number))
                        .compose(over -> attempt(ask, number + 1))
                    : Future.succeededFuture(answer));
  }

  private <T> T read(Answer answer, Reader<T> reader) {
    return switch (answer) {
      case Answer.Good good -> {
        T found = reader.apply(good);
        if (found == null) {
          throw unavailable("an answer without what was asked for");
        }
        yield found;
      }
      case Answer.CodeRefused refused ->
          throw service.codeInvalid().because("errcode " + refused.errcode());
      case Answer.TooOften often ->
          throw Problem.TOO_MANY_REQUESTS.because("errcode " + often.errcode());
      case Answer.TokenRefused refused ->
          throw unavailable("a new access token refused, errcode " + refused.errcode());
      case Answer.Misconfigured wrong -> {
        log.atError()
            .addKeyValue("service", service.name())
            .addKeyValue("errcode", wrong.errcode())
            .log("our id, secret or rights are not accepted: nobody can sign in this way");
        throw unavailable("our configuration, errcode " + wrong.errcode());
      }
      case Answer.Busy busy -> throw unavailable(busy.reason() + ", after " + TRIES_MAX + " tries");
      case Answer.Unusable unusable -> throw unavailable(unusable.reason());
    };
  }

  private Failure unavailable(String reason) {
    log.atWarn()
        .addKeyValue("service", service.name())
        .addKeyValue("reason", reason)
        .log("call failed");
    return service.unavailable().because(reason);
  }
}
