package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.server.AccountCommands;
import yihuyima.server.ServerConfig;

/** A new installation gets its first two administrators from a command, and never a third. */
class FirstAdministratorIT {
  private static final String OWN_PASSWORD = "云溪河边的一棵老槐树";

  private record Ran(int code, String out, String err) {
    String password() {
      return out.lines()
          .filter(line -> line.startsWith("one-time password"))
          .findFirst()
          .orElseThrow()
          .substring("one-time password".length())
          .strip();
    }
  }

  private static Ran run(ServerConfig config, Map<String, String> options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        AccountCommands.createAdministrator(
            config,
            options,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Map<String, String> wanted(String login) {
    return new HashMap<>(
        Map.of(
            "--login", login,
            "--name", "样示例",
            "--organisation", "云溪市总工会",
            "--level", "CITY",
            "--region", "990100"));
  }

  private static ServerConfig config(TestStores stores, String database) {
    return TestConfig.on(stores.postgres(), database, stores.redis()).build();
  }

  @Test
  void emptyInstallationIsOpenedOnceAndItsAdministratorProvesThemselvesFirst() {
    TestStores stores = TestStores.get();
    String database = stores.newDatabase();
    ServerConfig config = config(stores, database);
    Ran bare = run(config, Map.of("--login", "admin", "--name", "样示例"));
    assertThat(bare.code()).isEqualTo(1);
    assertThat(bare.err()).contains("--organisation");

    List<Ran> both = Presses.atOnce(2, i -> run(config, wanted("admin" + i)));
    assertThat(both).extracting(Ran::code).containsExactlyInAnyOrder(0, 1);
    int first = both.getFirst().code() == 0 ? 0 : 1;
    String password = both.get(first).password();
    assertThat(both.get(1 - first).err()).contains("leave out --organisation");
    assertThat(both.get(1 - first).out()).isEmpty();
    assertThat(both.get(first).out()).contains("run it again for a second person");

    try (TestServer server =
        TestServer.startOn(
            stores.postgres(),
            database,
            stores.redis(),
            c -> c.with("secondFactor", "required"),
            Clock.systemUTC())) {
      JsonObject login =
          new JsonObject().put("loginName", "admin" + first).put("password", password);
      JsonObject in = server.post("/v1/sessions/staff", null, login).json();
      assertThat(in.getJsonObject("principal").getString("next")).isEqualTo("CHANGE_PASSWORD");
      JsonObject changed =
          server
              .post(
                  "/v1/my/password",
                  in.getString("accessToken"),
                  new JsonObject().put("current", password).put("next", OWN_PASSWORD))
              .json();
      assertThat(changed.getJsonObject("principal").getString("next")).isEqualTo("START_TOTP");
      assertThat(server.get("/v1/staff", changed.getString("accessToken")).problem())
          .isEqualTo("second-factor-required");
      assertThat(
              server
                  .fixtures()
                  .texts(
                      "SELECT o.path || ' ' || o.level FROM organisation AS o JOIN staff AS s ON s.organisation_id = o.id"))
          .hasSize(1)
          .first()
          .asString()
          .matches("\\.[0-9]+\\. CITY");
      assertThat(
              server
                  .fixtures()
                  .scalar(
                      "SELECT count(*) FROM access_record WHERE actor = 'SYSTEM:operator' AND detail LIKE 'opened an administrator at the machine%'"))
          .isEqualTo(1);
    }
  }

  /** One could never confirm another: the command makes two, and they need not wait a week. */
  @Test
  void twoAreMadeAndGiveTheFirstPowersTogether() {
    TestStores stores = TestStores.get();
    String database = stores.newDatabase();
    ServerConfig config = config(stores, database);
    assertThat(run(config, wanted("one.admin")).code()).isZero();
    List<Ran> more =
        Presses.atOnce(
            2, i -> run(config, Map.of("--login", "two.admin" + i, "--name", "样示例" + i)));
    assertThat(more).extracting(Ran::code).containsExactlyInAnyOrder(0, 1);
    Ran second = more.get(more.getFirst().code());
    assertThat(second.out()).doesNotContain("run it again");
    assertThat(more).filteredOn(ran -> ran.code() == 1).allMatch(ran -> ran.err().contains("two"));

    try (TestServer server =
        TestServer.startOn(
            stores.postgres(), database, stores.redis(), c -> c, Clock.systemUTC())) {
      Fixtures given = server.fixtures();
      List<String> ids = given.texts("SELECT id::text FROM staff ORDER BY id");
      long clerk = given.nextId("staff");
      given.run(
          "INSERT INTO staff (id, organisation_id, login_name, password_hash, name, unit, roles) SELECT ?, id, 'clerk', '-', '样经办', '样例', '{CADRE}' FROM organisation",
          clerk);
      given.run(
          "INSERT INTO second_factor (staff_id, secret_enc, confirmed_at) VALUES (?, '\\x00', now())",
          clerk);
      String asks = given.tokenOfStaff(Long.parseLong(ids.get(0)), Role.ADMINISTRATOR);
      String confirms = given.tokenOfStaff(Long.parseLong(ids.get(1)), Role.ADMINISTRATOR);
      JsonObject roles =
          new JsonObject()
              .put("version", 1)
              .put("roles", new io.vertx.core.json.JsonArray().add("APPROVER"));
      assertThat(server.post("/v1/staff/" + clerk + "/roles", asks, roles).status()).isEqualTo(200);
      long request = given.scalar("SELECT id FROM account_request");
      assertThat(
              server
                  .post(
                      "/v1/account-requests/" + request + "/confirmation",
                      confirms,
                      new JsonObject())
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void treeThatIsThereIsKeptAndWhoLeftIsFollowed() {
    TestStores stores = TestStores.get();
    String database = stores.newDatabase();
    ServerConfig config = config(stores, database);
    Fixtures given = Fixtures.on(stores.postgres(), database, config, Clock.systemUTC());
    Fixtures.Org root = given.topmost();
    given.staff(root, Role.CADRE);

    assertThat(run(config, wanted("admin")).err()).contains("leave out --organisation");
    Map<String, String> bare = Map.of("--login", "admin", "--name", "样示例");
    assertThat(run(config, bare).code()).isZero();
    assertThat(
            given.scalar("SELECT organisation_id FROM staff WHERE 'ADMINISTRATOR' = ANY (roles)"))
        .isEqualTo(root.id());

    given.staff(given.county(root, "安和县总工会"), Role.ADMINISTRATOR);
    assertThat(run(config, Map.of("--login", "admin2", "--name", "样示例")).code())
        .as("those below confirm nothing at the top")
        .isZero();
    assertThat(run(config, Map.of("--login", "admin3", "--name", "样示例")).code()).isEqualTo(1);
    given.run("UPDATE staff SET left_at = now() WHERE login_name = 'admin'");
    assertThat(run(config, Map.of("--login", "admin3", "--name", "样示例")).code())
        .as("whoever is left alone could confirm no successor")
        .isZero();
  }

  @Test
  void whatCannotBeAnAccountIsSaidLineByLine() {
    TestStores stores = TestStores.get();
    ServerConfig config = config(stores, stores.newDatabase());
    Map<String, String> wrong = wanted("A B");
    wrong.put("--level", "GRASSROOTS");
    wrong.put("--region", "99");
    Ran ran = run(config, wrong);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--login", "--level", "--region");
    assertThat(yihuyima.server.Main.run(List.of("create-administrator", "--config", "x")))
        .isEqualTo(2);
  }
}
