package yihuyima.qr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the module may know. */
@AnalyzeClasses(packages = "yihuyima.qr", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule KNOWS_NOTHING_BUT_ZXING_BOUNCY_CASTLE_AND_THE_JDK =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "yihuyima.qr",
              "java..",
              "javax.crypto..",
              "javax.imageio..",
              "com.google.zxing..",
              "org.bouncycastle..")
          .because("an offline verifier in another program must be able to take the module alone");

  @ArchTest
  static final ArchRule NO_DATABASE_NO_NETWORK =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "java.net..", "java.rmi..", "javax.naming..")
          .because("what a code is does not depend on where it is stored or sent");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_EXITS_AND_TOUCHES_FILES =
      noClasses()
          .that()
          .haveNameNotMatching("yihuyima\\.qr\\.(Main|Commands|KeyFiles)")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.nio.file..")
          .because("the library is given bytes and gives bytes");

  @ArchTest
  static final ArchRule RANDOMNESS_IS_SECURE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .callMethod(Math.class, "random")
          .because("a guessable handle would open a household's screen");
}
