package zaqar.local;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import zaqar.Service;
import zaqar.local.failure.CannotStart;
import zaqar.local.gateway.LambdaFunction;
import zaqar.local.gateway.Routes;
import zaqar.local.template.FunctionResource;

/**
 * Makes the template's functions: one instance of each, and one service for all that share their
 * settings.
 */
final class Functions {
  private final Map<String, String> machine;
  private final Map<Map<String, String>, Service> services = new HashMap<>();

  /** {@code machine} are environment variables that the template does not say. */
  Functions(Map<String, String> machine) {
    this.machine = Map.copyOf(machine);
  }

  /** All routes, each to its function. */
  Routes<LambdaFunction> routes(List<FunctionResource> resources) {
    Routes.Builder<LambdaFunction> routes = new Routes.Builder<>();
    for (FunctionResource resource : resources) {
      if (!resource.routes().isEmpty()) {
        LambdaFunction function = function(resource);
        resource.routes().forEach(route -> routes.add(route.method(), route.path(), function));
      }
    }
    return routes.build();
  }

  private LambdaFunction function(FunctionResource resource) {
    String name = resource.handler().split("::", 2)[0];
    try {
      Service service = services.computeIfAbsent(environment(resource), Service::from);
      Object handler = Class.forName(name).getConstructor(Service.class).newInstance(service);
      return new LambdaFunction(resource.name(), resource.memoryMegabytes(), http(handler));
    } catch (IllegalStateException refusedSettings) {
      throw refused(resource, refusedSettings);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalStateException refusedSettings) {
        throw refused(resource, refusedSettings);
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new CannotStart(
          "template.yaml: "
              + (resource.name() + " names " + name)
              + ", which is no handler of HTTP requests with a constructor (Service)",
          e);
    }
  }

  @SuppressWarnings("unchecked")
  private static RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> http(
      Object handler) {
    return (RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>) handler;
  }

  private Map<String, String> environment(FunctionResource resource) {
    Map<String, String> environment = new HashMap<>(resource.environment());
    environment.putAll(machine);
    return environment;
  }

  private static CannotStart refused(FunctionResource resource, IllegalStateException reason) {
    return new CannotStart(
        resource.name() + " refuses its settings: " + reason.getMessage(), reason);
  }
}
