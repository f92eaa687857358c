// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.Service;
import zaqar.local.Checkout;
import zaqar.local.template.FunctionResource.HttpRoute;
import zaqar.queues.RetryPolicy;

/** What the template names is in the code, and the other way round. */
class TemplateAndCodeTest {
  private static final Path FILE = Checkout.current().template();
  private static final Section ROOT = TemplateYaml.read(FILE);
  private static final Section RESOURCES = ROOT.section("Resources");
  private static final List<FunctionResource> FUNCTIONS =
      Template.read(
              FILE,
              Map.of("AuthMode", "none", "AdminMode", "true", "SignedUrlSecret", "x".repeat(64)),
              Map.of())
          .functions();
  private static final Service SERVICE = Service.from(environment());

  /** That of a function whose store is nowhere. */
  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(FUNCTIONS.getFirst().environment());
    environment.put("SIGNED_URL_SECRET", "x".repeat(64));
    List.of("", "_EVENTBRIDGE", "_SQS")
        .forEach(service -> environment.put("AWS_ENDPOINT_URL" + service, "http://127.0.0.1:1"));
    List.of("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        .forEach(variable -> environment.put(variable, "local"));
    return environment;
  }

  static List<FunctionResource> functions() {
    return FUNCTIONS;
  }

  static List<FunctionResource> functionsWithRoutes() {
    return FUNCTIONS.stream().filter(function -> !function.routes().isEmpty()).toList();
  }

  private static Section resource(FunctionResource function) {
    return RESOURCES.section(function.name());
  }

  /** Who breaks into one of them finds no secret that it does not use. */
  @Test
  void function_hasNoSecretButThoseItUses() {
    List<FunctionResource> functions =
        Template.read(
                FILE,
                Map.of(
                    "AuthMode", "keystone",
                    "KeystoneUrl", "https://keystone.example.com",
                    "KeystonePassword", "password",
                    "SignedUrlSecret", "secret",
                    "PreviousSignedUrlSecret", "before"),
                Map.of())
            .functions();

    assertThat(with(functions, "SIGNED_URL_SECRET"))
        .containsExactlyInAnyOrder(
            "QueuesFunction",
            "MessagesFunction",
            "ClaimsFunction",
            "SubscriptionsFunction",
            "DeliveryFunction");
    assertThat(with(functions, "PREVIOUS_SIGNED_URL_SECRET"))
        .containsExactlyElementsOf(with(functions, "SIGNED_URL_SECRET"));
    assertThat(with(functions, "KEYSTONE_PASSWORD"))
        .containsExactlyElementsOf(
            functions.stream()
                .filter(function -> !function.routes().isEmpty())
                .map(FunctionResource::name)
                .toList());
  }

  private static List<String> with(List<FunctionResource> functions, String variable) {
    return functions.stream()
        .filter(function -> !function.environment().getOrDefault(variable, "").isEmpty())
        .map(FunctionResource::name)
        .toList();
  }

  @Test
  void functions_areThoseOfTheCode() throws Exception {
    try (Stream<Path> sources =
        Files.list(Checkout.current().root().resolve("functions/src/main/java/zaqar"))) {
      assertThat(
              sources
                  .map(source -> source.getFileName().toString())
                  .filter(name -> name.endsWith("Function.java"))
                  .map(name -> name.replace(".java", ""))
                  .filter(name -> !Modifier.isAbstract(handler(name).getModifiers())))
          .containsExactlyInAnyOrderElementsOf(
              FUNCTIONS.stream().map(FunctionResource::name).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void handler_isAClassOfTheFunctionsNameThatTakesItsEvents(FunctionResource function)
      throws Exception {
    assertThat(function.handler()).isEqualTo("zaqar." + function.name());
    Class<?> handler = handler(function.name());

    assertThat(handler.getConstructor().getParameterCount()).as("for Lambda").isZero();
    assertThat(handler).isAssignableTo(RequestHandler.class);
    assertThat(handler.getMethods())
        .filteredOn(method -> method.getName().equals("handleRequest"))
        .extracting(method -> method.getParameterTypes()[0].getSimpleName())
        .contains(event(function));
  }

  /**
   * Lambda ends a function that hears of itself by a queue after about sixteen calls, unless it is
   * allowed. A subscriber that always fails takes one call for the announcement, with the first
   * try, and one for each further try.
   */
  @Test
  void deliveryFunction_mayHearOfItselfAndDoesSoFewerTimesThanLambdaTakesForALoop() {
    Section properties = RESOURCES.section("DeliveryFunction").section("Properties");

    assertThat(properties.text("RecursiveLoop")).isEqualTo("Allow");
    assertThat(1 + RetryPolicy.read(MissingNode.getInstance()).schedule().size()).isLessThan(16);
  }

  private static Class<?> handler(String name) {
    try {
      return Class.forName("zaqar." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static String event(FunctionResource function) {
    if (!function.routes().isEmpty()) {
      return "APIGatewayProxyRequestEvent";
    }
    return switch (function.sources().getFirst()) {
      case StreamSource stream -> "DynamodbEvent";
      case QueueSource queue -> "SQSEvent";
      case ScheduleSource schedule -> "ScheduledEvent";
    };
  }

  /** Resources that a function does not know are 404; OPTIONS of all others needs no caller. */
  @ParameterizedTest
  @MethodSource("functionsWithRoutes")
  void routes_areServedByTheirFunctionAndByNoOther(FunctionResource function) throws Exception {
    for (FunctionResource other : functionsWithRoutes()) {
      for (HttpRoute route : other.routes()) {
        boolean isOwn = other.equals(function);
        Stream<String> paths =
            route.path().equals(HttpRoute.DEFAULT)
                ? Stream.of("/", "/v2/", "/v2/ping")
                : Stream.of(route.path());

        assertThat(paths)
            .allSatisfy(
                path -> {
                  assertThat(route.method()).isEqualTo("ANY");
                  assertThat(options(function, path, path)).as(path).isEqualTo(isOwn ? 200 : 404);
                });
      }
    }
  }

  /** What AWS, sam local and a REST API call the resource of a path that no other route has. */
  @ParameterizedTest
  @ValueSource(strings = {HttpRoute.DEFAULT, "/{any_path+}", "/{proxy+}"})
  void home_servesItsPathsWhateverTheGatewayCallsTheirResource(String resource) throws Exception {
    FunctionResource home =
        FUNCTIONS.stream()
            .filter(function -> function.name().equals("HomeFunction"))
            .findFirst()
            .orElseThrow();

    for (String path : List.of("/", "/v2/", "/v2/ping")) {
      assertThat(options(home, resource, path)).as(path).isEqualTo(200);
    }
    assertThat(options(home, resource, "/v2/nothing")).isEqualTo(404);
  }

  @SuppressWarnings("unchecked")
  private static int options(FunctionResource function, String resource, String path)
      throws Exception {
    RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> handler =
        (RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>)
            Class.forName(function.handler()).getConstructor(Service.class).newInstance(SERVICE);
    return handler
        .handleRequest(
            new APIGatewayProxyRequestEvent()
                .withResource(resource)
                .withPath(path)
                .withHttpMethod("OPTIONS"),
            null)
        .getStatusCode();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void build_isNotSams(FunctionResource function) {
    assertThat(resource(function).section("Metadata").flag("SkipBuild")).isTrue();
  }

  @Test
  void logs_ofEachFunctionAreAGroupOfItsOwn() {
    List<Object> groups =
        FUNCTIONS.stream()
            .map(function -> resource(function).section("Properties").section("LoggingConfig"))
            .map(logging -> ((Intrinsic) logging.values().get("LogGroup")).argument())
            .toList();

    assertThat(groups)
        .doesNotHaveDuplicates()
        .allSatisfy(
            group ->
                assertThat(RESOURCES.section(String.valueOf(group)).text("Type"))
                    .isEqualTo("AWS::Logs::LogGroup"));
  }

  /** EventBridge drops what a queue does not take within a day unless there is another for that. */
  @Test
  void rule_hasADeadLetterQueueThatTakesItsEvents() {
    Section target =
        RESOURCES.section("DeliveryRule").section("Properties").sections("Targets").getFirst();
    Section policy = RESOURCES.section("UndeliveredQueuePolicy").section("Properties");

    assertThat(texts(List.of(target.section("DeadLetterConfig").values())))
        .containsExactly("UndeliveredQueue.Arn");
    assertThat(texts(List.of(policy.values())))
        .contains("events.amazonaws.com", "sqs:SendMessage", "UndeliveredQueue.Arn")
        .contains("DeliveryRule.Arn");
  }

  /** Lambda stops a chain of 16 calls through a queue unless that is meant. */
  @Test
  void delivery_mayGoRoundAsOftenAsItsRetryPolicySays() {
    assertThat(RESOURCES.section("DeliveryFunction").section("Properties").find("RecursiveLoop"))
        .contains("Allow");
  }

  @Test
  void parameters_areAllUsedAndShownOnce() {
    String texts =
        String.join("\n", texts(List.of(ROOT.without("Parameters").without("Metadata").values())));
    List<String> shown =
        ROOT
            .section("Metadata")
            .section("AWS::CloudFormation::Interface")
            .sections("ParameterGroups")
            .stream()
            .flatMap(group -> group.texts("Parameters").stream())
            .toList();

    assertThat(ROOT.section("Parameters").keys())
        .containsExactlyInAnyOrderElementsOf(shown)
        .allSatisfy(name -> assertThat(texts).containsPattern("(?m)(^|\\$\\{)" + name + "($|})"));
  }

  /** All texts of a part of the template, and what intrinsics name. */
  private static List<String> texts(Collection<?> values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      switch (value) {
        case null -> {}
        case Map<?, ?> map -> texts.addAll(texts(map.values()));
        case List<?> list -> texts.addAll(texts(list));
        case Intrinsic intrinsic ->
            texts.addAll(texts(Collections.singletonList(intrinsic.argument())));
        default -> texts.add(String.valueOf(value));
      }
    }
    return texts;
  }
}
