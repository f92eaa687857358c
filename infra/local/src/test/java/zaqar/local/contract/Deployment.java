// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import zaqar.local.LocalRuntime;
import zaqar.local.NamedCloud;
import zaqar.local.Options;
import zaqar.local.Storage;

/**
 * Finds the deployment for a test class and hands each test a {@link Zaqar} with a project of its
 * own. That is the one at {@code BASE_URL} if set, else a local runtime in this process, started
 * once for each set of parameters and closed after the last test. It stands on a store in memory
 * and on what it plays itself, or else on the cloud that {@code AWS_ENDPOINT_URL} names, where
 * there is room for one runtime.
 */
final class Deployment implements ParameterResolver, ExecutionCondition {
  private static final Optional<URI> BASE_URL =
      Optional.ofNullable(System.getenv("BASE_URL")).filter(url -> !url.isBlank()).map(URI::create);
  private static final Namespace NAMESPACE = Namespace.create(Deployment.class);

  /** Whether tests talk to the local runtime and not to something behind a real gateway. */
  static boolean isLocal() {
    return BASE_URL.isEmpty();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Parameters parameters = parameters(context);
    if (parameters == Parameters.CLOUD) {
      return BASE_URL.isEmpty() && TestCloud.isThere()
          ? needs(context)
          : ConditionEvaluationResult.disabled(
              "needs an AWS_ENDPOINT_URL, or Docker for LocalStack, and no BASE_URL");
    }
    return parameters == Parameters.DEFAULTS || (isLocal() && NamedCloud.find().isEmpty())
        ? ConditionEvaluationResult.enabled("the deployment has these parameters")
        : ConditionEvaluationResult.disabled(
            "needs the parameters "
                + parameters.byName()
                + "; BASE_URL or AWS_ENDPOINT_URL names a deployment as it is");
  }

  private static ConditionEvaluationResult needs(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getTestMethod(), Needs.class)
        .map(Needs::value)
        .filter(ability -> !can(ability, context))
        .map(ability -> ConditionEvaluationResult.disabled("this cloud lacks " + ability))
        .orElseGet(() -> ConditionEvaluationResult.enabled("there is a cloud"));
  }

  /** Asks for the service first, which makes the tables. */
  private static boolean can(Ability ability, ExtensionContext context) {
    local(context);
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(ability, it -> it.has(cloud(context).clients()), Boolean.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Zaqar.class || type == MessageTables.class || type == CloudClients.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == MessageTables.class) {
      return new MessageTables(local(context).dynamoDbEndpoint());
    }
    if (parameter.getParameter().getType() == CloudClients.class) {
      return cloud(context).clients();
    }
    return new Zaqar(BASE_URL.orElseGet(() -> local(context).baseUri()));
  }

  private static LocalRuntime local(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            parameters(context), parameters -> start(parameters, context), LocalRuntime.class);
  }

  private static TestCloud cloud(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(TestCloud.class, key -> TestCloud.start(), TestCloud.class);
  }

  private static Parameters parameters(ExtensionContext context) {
    Parameters parameters = context.getRequiredTestClass().getAnnotation(Against.class).value();
    return parameters == Parameters.DEFAULTS && isLocal() && NamedCloud.find().isPresent()
        ? Parameters.CLOUD
        : parameters;
  }

  /** Starts a runtime that keeps no data of its own and listens on a free port. */
  private static LocalRuntime start(Parameters parameters, ExtensionContext context) {
    Storage storage =
        parameters == Parameters.CLOUD ? cloud(context).storage() : new Storage.InMemory();
    return LocalRuntime.start(Options.on(storage).withParameters(parameters.byName()));
  }
}
