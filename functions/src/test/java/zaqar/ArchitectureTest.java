// SPDX-License-Identifier: Apache-2.0
package zaqar;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.dynamodb.BatchWrites;
import zaqar.dynamodb.Statements;
import zaqar.dynamodb.Transactions;

/** The arrows between packages point one way, and side effects have one place. */
@AnalyzeClasses(packages = "zaqar", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Set<String> CALLS =
      Set.of(
          DynamoDbClient.class.getName(),
          Statements.class.getName(),
          Transactions.class.getName(),
          BatchWrites.class.getName());

  @ArchTest
  static final ArchRule packages_formNoCycles =
      slices().matching("zaqar.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packages_dependDownwardsOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("zaqar..")
          .layer("entry")
          .definedBy("zaqar")
          .layer("home")
          .definedBy("zaqar.home..")
          .layer("health")
          .definedBy("zaqar.health..")
          .layer("delivery")
          .definedBy("zaqar.delivery..")
          .layer("receivers")
          .definedBy("zaqar.receivers..")
          .layer("subscriptions")
          .definedBy("zaqar.subscriptions..")
          .layer("flavors")
          .definedBy("zaqar.flavors..")
          .layer("pools")
          .definedBy("zaqar.pools..")
          .layer("claims")
          .definedBy("zaqar.claims..")
          .layer("messages")
          .definedBy("zaqar.messages..")
          .layer("encryption")
          .definedBy("zaqar.encryption..")
          .layer("queues")
          .definedBy("zaqar.queues..")
          .layer("aws")
          .definedBy("zaqar.aws..")
          .layer("metrics")
          .definedBy("zaqar.metrics..")
          .layer("auth")
          .definedBy("zaqar.auth..")
          .layer("http")
          .definedBy("zaqar.http..")
          .layer("dynamodb")
          .definedBy("zaqar.dynamodb..")
          .whereLayer("entry")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("home")
          .mayOnlyBeAccessedByLayers("entry")
          .whereLayer("health")
          .mayOnlyBeAccessedByLayers("entry")
          .whereLayer("delivery")
          .mayOnlyBeAccessedByLayers("entry")
          .whereLayer("receivers")
          .mayOnlyBeAccessedByLayers("entry", "delivery")
          .whereLayer("subscriptions")
          .mayOnlyBeAccessedByLayers("entry", "delivery")
          .whereLayer("flavors")
          .mayOnlyBeAccessedByLayers("entry")
          .whereLayer("pools")
          .mayOnlyBeAccessedByLayers("entry", "flavors", "health")
          .whereLayer("claims")
          .mayOnlyBeAccessedByLayers("entry")
          .whereLayer("messages")
          .mayOnlyBeAccessedByLayers("entry", "delivery", "claims")
          .whereLayer("encryption")
          .mayOnlyBeAccessedByLayers("entry", "delivery", "claims", "messages")
          .whereLayer("queues")
          .mayOnlyBeAccessedByLayers(
              "entry", "home", "delivery", "subscriptions", "claims", "messages")
          .whereLayer("aws")
          .mayOnlyBeAccessedByLayers("health", "delivery", "encryption")
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers("entry", "health", "delivery", "encryption", "queues")
          .whereLayer("auth")
          .mayOnlyBeAccessedByLayers("entry", "delivery")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers(
              "entry",
              "home",
              "health",
              "delivery",
              "receivers",
              "subscriptions",
              "flavors",
              "pools",
              "claims",
              "messages",
              "queues",
              "metrics",
              "auth")
          .whereLayer("dynamodb")
          .mayOnlyBeAccessedByLayers(
              "entry",
              "home",
              "health",
              "delivery",
              "subscriptions",
              "flavors",
              "pools",
              "claims",
              "messages",
              "encryption",
              "queues");

  @ArchTest
  static final ArchRule http_isKnownToApisAndFiltersNotToStores =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Store")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("zaqar.http.Request");

  @ArchTest
  static final ArchRule requests_stayAtTheEdge =
      noClasses()
          .that()
          .resideInAnyPackage(
              "zaqar.subscriptions..",
              "zaqar.flavors..",
              "zaqar.pools..",
              "zaqar.claims..",
              "zaqar.messages..",
              "zaqar.queues..",
              "zaqar.home..")
          .and()
          .haveSimpleNameNotEndingWith("Api")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("zaqar.http.Request");

  @ArchTest
  static final ArchRule time_comesFromTheClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule clocks_areMadeInOnePlace =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("zaqar.Service")
          .should()
          .callMethod(Clock.class, "systemUTC");

  /** Whatever is done for a call is done by its thread, or by one that inherits from it. */
  @ArchTest
  static final ArchRule threads_areStartedByThePlatformAlone =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("zaqar.Service")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Executors.class, ForkJoinPool.class)
          .orShould()
          .callMethod(Thread.class, "ofVirtual")
          .orShould()
          .callMethod(Thread.class, "startVirtualThread", Runnable.class)
          .orShould()
          .callConstructor(Thread.class, Runnable.class)
          .orShould()
          .callMethod(CompletableFuture.class, "supplyAsync", Supplier.class)
          .orShould()
          .callMethod(CompletableFuture.class, "runAsync", Runnable.class);

  @ArchTest
  static final ArchRule environment_isReadByEntryPointsAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("zaqar")
          .should()
          .callMethod(System.class, "getenv");

  @ArchTest
  static final ArchRule lambdaEvents_endAtTheAdapter =
      noClasses()
          .that()
          .resideOutsideOfPackages("zaqar", "zaqar.http")
          .and()
          .haveSimpleNameNotContaining("StreamRecords")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.amazonaws.services.lambda..");

  /** What calls DynamoDB is named a store, and so is easy to find. */
  @ArchTest
  static void dynamoDb_isCalledByStoresAlone(JavaClasses classes) {
    assertThat(classes)
        .filteredOn(one -> !isStore(outermost(one)))
        .flatExtracting(JavaClass::getDirectDependenciesFromSelf)
        .filteredOn(dependency -> CALLS.contains(dependency.getTargetClass().getName()))
        .extracting(Dependency::getDescription)
        .isEmpty();
  }

  private static boolean isStore(JavaClass one) {
    return one.getSimpleName().endsWith("Store") || one.getPackageName().equals("zaqar.dynamodb");
  }

  private static JavaClass outermost(JavaClass one) {
    return one.getEnclosingClass().map(ArchitectureTest::outermost).orElse(one);
  }

  /** A sealed type and those that it permits are one idea. */
  @ArchTest
  static void classes_doNotKnowEachOtherMutually(JavaClasses classes) {
    Set<List<String>> known = new TreeSet<>(Comparator.comparing(Object::toString));
    for (JavaClass one : classes) {
      for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
        JavaClass from = outermost(one);
        JavaClass to = outermost(dependency.getTargetClass().getBaseComponentType());
        if (!from.equals(to) && !permits(from, to) && !permits(to, from)) {
          known.add(List.of(from.getName(), to.getName()));
        }
      }
    }
    assertThat(known).filteredOn(pair -> known.contains(pair.reversed())).isEmpty();
  }

  private static boolean permits(JavaClass sealed, JavaClass other) {
    return sealed.getPackageName().startsWith("zaqar")
        && other.getPackageName().startsWith("zaqar")
        && sealed.reflect().isSealed()
        && List.of(sealed.reflect().getPermittedSubclasses()).contains(other.reflect());
  }
}
