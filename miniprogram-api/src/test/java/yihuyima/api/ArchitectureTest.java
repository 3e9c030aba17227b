package yihuyima.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "yihuyima.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule httpStaysAtTheEdge =
      noClasses()
          .that()
          .resideOutsideOfPackages("yihuyima.api.http", "yihuyima.api")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.vertx.ext.web.RoutingContext")
          .because("operations read a Request and give a Reply; only the edge knows HTTP's shape");

  @ArchTest
  static final ArchRule nothingRunsBackToTheServer =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("yihuyima.server..", "yihuyima.demo..")
          .because("server stands on the API, never the other way");

  @ArchTest
  static final ArchRule sharedPackagesDoNotKnowTheFeatures =
      noClasses()
          .that()
          .resideInAnyPackage(
              "yihuyima.api.sql..",
              "yihuyima.api.secret..",
              "yihuyima.api.calendar..",
              "yihuyima.api.limit..",
              "yihuyima.api.wechat..",
              "yihuyima.api.sms..",
              "yihuyima.api.outbound..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "yihuyima.api.code..",
              "yihuyima.api.household..",
              "yihuyima.api.microaid..",
              "yihuyima.api.payment..",
              "yihuyima.api.visit..",
              "yihuyima.api.news..",
              "yihuyima.api.partner..",
              "yihuyima.api.pairing..")
          .because("features stand on the shared packages, never the other way");

  @ArchTest
  static final ArchRule decisionsArePure =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Decision")
          .or()
          .resideInAPackage("yihuyima.api.access")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.core..", "io.vertx.sqlclient..", "io.lettuce..")
          .because("load, decide, save: the decision is a function over values");

  @ArchTest
  static final ArchRule conditionsArePure =
      classes()
          .that()
          .resideInAnyPackage(
              "yihuyima.api.policy.condition", "yihuyima.api.policy.condition.batch")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "yihuyima.api.policy.condition..",
              "dev.cel..",
              "com.google.common.collect..",
              "com.google.errorprone.annotations..",
              "org.jspecify.annotations..",
              "java..")
          .because(
              "what a policy's condition means depends on facts and a day, and on nothing else");

  @ArchTest
  static final ArchRule celOnlyReads =
      noClasses()
          .that()
          .haveNameNotMatching(
              "yihuyima\\.api\\.policy\\.condition\\.(ConditionReader|Lowering|Mistakes)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.cel..")
          .because("CEL parses and checks; in three values we decide ourselves");

  @ArchTest
  static final ArchRule onlyAccessLooksAtRoles =
      noClasses()
          .that()
          .resideOutsideOfPackages("yihuyima.api.access", "yihuyima.api.identity..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("yihuyima.api.identity.Role")
          .orShould()
          .callMethod(yihuyima.api.identity.Caller.Staff.class, "roles")
          .because("one place decides who may do what: add an Action with its grants there");

  @ArchTest
  static final ArchRule onlyAccessLooksAtTheReachOfACaller =
      noClasses()
          .that()
          .resideOutsideOfPackages("yihuyima.api.access", "yihuyima.api.identity..")
          .should()
          .callMethod(yihuyima.api.identity.Caller.Staff.class, "organisationPath")
          .orShould()
          .callMethod(yihuyima.api.identity.Caller.Auditor.class, "organisationPath")
          .orShould()
          .callMethod(yihuyima.api.identity.Caller.Partner.class, "organisationPath")
          .because("one place decides who reaches what: ask Access.reach or a Guarded");

  @ArchTest
  static final ArchRule clocksArePassedIn =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now")
          .orShould()
          .callMethod(java.time.OffsetDateTime.class, "now")
          .because("the clock is a parameter, so that a test can stop it");

  @ArchTest
  static final ArchRule nobodyBlocksAnEventLoop =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(io.vertx.core.Future.class, "await")
          .because("these run on event loops");

  @ArchTest
  static final ArchRule operationsAreBoundByTheirFeature =
      classes()
          .that()
          .implement(yihuyima.api.http.Operations.class)
          .should()
          .haveSimpleNameEndingWith("Operations")
          .because("a feature's operations are found by their name");
}
