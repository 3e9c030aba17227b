package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.function.Function;
import yihuyima.api.http.Api;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.PasswordWork;
import yihuyima.api.identity.Passwords;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.password.OneTimePassword;

/** Passwords that are handed over once. */
final class OneTimePasswords {
  private final PasswordWork passwords;
  private final SecureRandom random = new SecureRandom();

  OneTimePasswords(Vertx vertx) {
    this.passwords = new PasswordWork(vertx);
  }

  /** A password with its hash. */
  record OneTime(String password, String hash) {
    /** As it is handed over. */
    JsonObject handed(StaffAccount account, OffsetDateTime until) {
      return new JsonObject()
          .put("account", account.json())
          .put("oneTimePassword", password)
          .put("until", until.toInstant().toString());
    }
  }

  /** The hash takes tens of milliseconds: on a worker thread, before the transaction begins. */
  Future<Api.Writing> before(Caller caller, Function<OneTime, Api.Writing> write) {
    Require.staff(caller);
    String password = OneTimePassword.create(random);
    return passwords
        .run(() -> Passwords.hash(password))
        .map(hash -> write.apply(new OneTime(password, hash)));
  }
}
