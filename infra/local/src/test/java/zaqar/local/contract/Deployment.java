package zaqar.local.contract;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;

/**
 * Finds the deployment for a test class and hands each test a {@link Zaqar} with a project of its
 * own. That is the one at {@code BASE_URL} if set, else a local runtime in this process, started
 * once for each set of parameters and closed after the last test.
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
    return isLocal() || parameters == Parameters.DEFAULTS
        ? ConditionEvaluationResult.enabled("the deployment has these parameters")
        : ConditionEvaluationResult.disabled(
            "needs the parameters "
                + parameters.byName()
                + "; BASE_URL names a deployment as it is");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Zaqar.class || type == MessageTables.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == MessageTables.class) {
      return new MessageTables(local(context).dynamoDbEndpoint());
    }
    return new Zaqar(BASE_URL.orElseGet(() -> local(context).baseUri()));
  }

  private static LocalRuntime local(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(parameters(context), Deployment::start, LocalRuntime.class);
  }

  private static Parameters parameters(ExtensionContext context) {
    return context.getRequiredTestClass().getAnnotation(Against.class).value();
  }

  /** Starts a runtime that keeps its data in memory and listens on a free port. */
  private static LocalRuntime start(Parameters parameters) {
    return LocalRuntime.start(
        Options.on(new Storage.InMemory()).withParameters(parameters.byName()));
  }
}
