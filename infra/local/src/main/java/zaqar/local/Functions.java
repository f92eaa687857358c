// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.Service;
import zaqar.dynamodb.Connections;
import zaqar.local.failure.CannotStart;
import zaqar.local.gateway.LambdaFunction;
import zaqar.local.gateway.Routes;
import zaqar.local.iam.Guard;
import zaqar.local.iam.Role;
import zaqar.local.lambda.EventFunction;
import zaqar.local.secrets.Secrets;
import zaqar.local.store.LocalStore;
import zaqar.local.template.FunctionResource;
import zaqar.settings.Settings;

/**
 * Makes the template's functions: one instance of each, which may do what its policies allow. Each
 * has a service of its own, as on Lambda, unless the settings say that a single process serves the
 * queues: then all that share their settings share one.
 */
final class Functions {
  private static final String OWN_HOSTS = "OWN_HOSTS";
  private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]");

  private final Map<String, String> machine;
  private final Optional<LocalStore> store;
  private final URI gateway;
  private final Secrets secrets;
  private final Map<Instance, Service> services = new HashMap<>();
  private final Map<String, Object> handlers = new HashMap<>();
  private final Map<String, String> shared = new HashMap<>();

  /** What some functions have and others lack, though they are of one process here. */
  private static final Set<String> SECRETS =
      Set.of("SIGNED_URL_SECRET", "PREVIOUS_SIGNED_URL_SECRET", "KEYSTONE_PASSWORD");

  /** What shares memory: one function, or all of no name. */
  private record Instance(String function, Map<String, String> environment) {}

  /**
   * {@code machine} are environment variables that the template does not say; in those that it says
   * are {@code secrets}. No template knows where the {@code gateway} is. Functions find their
   * tables in the {@code store}, or else by HTTP.
   */
  Functions(Map<String, String> machine, Optional<LocalStore> store, URI gateway, Secrets secrets) {
    this.machine = Map.copyOf(machine);
    this.store = store;
    this.gateway = gateway;
    this.secrets = secrets;
  }

  /** All routes, each to its function. */
  Routes<LambdaFunction> routes(List<FunctionResource> resources) {
    Routes.Builder<LambdaFunction> routes = new Routes.Builder<>();
    resources.forEach(this::learn);
    for (FunctionResource resource : resources) {
      if (!resource.routes().isEmpty()) {
        LambdaFunction function =
            new LambdaFunction(
                resource.name(),
                resource.memoryMegabytes(),
                this.<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>handler(
                    resource, APIGatewayProxyRequestEvent.class, "HTTP requests"));
        resource.routes().forEach(route -> routes.add(route.method(), route.path(), function));
      }
    }
    return routes.build();
  }

  /** A function that follows a stream. */
  EventFunction<DynamodbEvent, StreamsEventResponse> onStream(FunctionResource resource) {
    return onEvents(resource, handler(resource, DynamodbEvent.class, "a table's stream"));
  }

  /** A function that works off a queue. */
  EventFunction<SQSEvent, SQSBatchResponse> onQueue(FunctionResource resource) {
    return onEvents(resource, handler(resource, SQSEvent.class, "a queue's messages"));
  }

  /** A function that is called by the clock. */
  EventFunction<ScheduledEvent, ?> onSchedule(FunctionResource resource) {
    return onEvents(resource, handler(resource, ScheduledEvent.class, "schedules"));
  }

  private static <E, R> EventFunction<E, R> onEvents(
      FunctionResource resource, RequestHandler<E, R> handler) {
    return new EventFunction<>(
        resource.name(), resource.memoryMegabytes(), resource.timeout(), handler);
  }

  @SuppressWarnings("unchecked")
  private <E, R> RequestHandler<E, R> handler(
      FunctionResource resource, Class<E> event, String events) {
    try {
      Object handler = handlers.get(resource.name());
      if (handler == null) {
        handler = instance(resource);
        handlers.put(resource.name(), handler);
      }
      handler.getClass().getMethod("handleRequest", event, Context.class);
      return inItsRole(resource, (RequestHandler<E, R>) handler);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new CannotStart(
          "template.yaml: "
              + (resource.name() + " names " + className(resource))
              + (", which is no handler of " + events + " with a constructor (Service)"),
          e);
    }
  }

  private static <E, R> RequestHandler<E, R> inItsRole(
      FunctionResource resource, RequestHandler<E, R> handler) {
    Role role = new Role(resource.name(), resource.statements());
    return (event, context) -> role.run(() -> handler.handleRequest(event, context));
  }

  private Object instance(FunctionResource resource) throws ReflectiveOperationException {
    try {
      Service service =
          services.computeIfAbsent(place(resource), its -> service(its.environment()));
      return Class.forName(className(resource)).getConstructor(Service.class).newInstance(service);
    } catch (IllegalStateException refusedSettings) {
      throw refused(resource, refusedSettings);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalStateException refusedSettings) {
        throw refused(resource, refusedSettings);
      }
      throw new IllegalStateException(e);
    }
  }

  private Service service(Map<String, String> environment) {
    if (store.isEmpty()) {
      return Service.from(environment);
    }
    return Settings.from(environment).solePoster()
        ? Service.from(environment, this::client)
        : Service.from(environment, new Connections(store.get()::way));
  }

  /** The judge of policies stands before the SDK's own clients by itself. */
  private DynamoDbClient client(List<ExecutionInterceptor> interceptors) {
    List<ExecutionInterceptor> all = new ArrayList<>(List.of(new Guard()));
    all.addAll(interceptors);
    return store.orElseThrow().client(all);
  }

  private void learn(FunctionResource resource) {
    environment(resource)
        .forEach(
            (variable, value) -> {
              if (SECRETS.contains(variable) && !value.isEmpty()) {
                shared.put(variable, value);
              }
            });
  }

  private Instance place(FunctionResource resource) {
    Map<String, String> environment = environment(resource);
    boolean isShared = Settings.from(environment).solePoster();
    if (isShared) {
      environment.putAll(shared);
    }
    return new Instance(isShared ? "" : resource.name(), environment);
  }

  private static String className(FunctionResource resource) {
    return resource.handler().split("::", 2)[0];
  }

  private Map<String, String> environment(FunctionResource resource) {
    Map<String, String> environment = new HashMap<>(resource.environment());
    environment.replaceAll((variable, value) -> secrets.resolve(value));
    environment.putAll(machine);
    environment.computeIfPresent(
        OWN_HOSTS, (variable, others) -> others + "," + gateway.getAuthority());
    return environment;
  }

  private static CannotStart refused(FunctionResource resource, IllegalStateException reason) {
    return new CannotStart(
        resource.name() + " refuses its settings: " + inTermsOfParameters(resource, reason),
        reason);
  }

  /** Users know parameters, which functions have as variables of the same words. */
  private static String inTermsOfParameters(
      FunctionResource resource, IllegalStateException reason) {
    return VARIABLE
        .matcher(String.valueOf(reason.getMessage()))
        .replaceAll(
            found ->
                resource.environment().containsKey(found.group())
                    ? "parameter " + parameter(found.group())
                    : found.group());
  }

  private static String parameter(String variable) {
    return Arrays.stream(variable.split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
