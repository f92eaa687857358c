// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which handler answers which resource and method. The gateway has matched the path already; here
 * its template is looked up, then the method. Unknown resources are 404 and OPTIONS is answered
 * before any other check, wrong methods are 405 after all of them (contract 2.1, 2.4).
 */
public final class Routes implements Handler {
  private static final Set<String> HTTP_METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE");

  private final Map<String, Resource> resources = new LinkedHashMap<>();

  private record Resource(Filter filters, Methods methods) {}

  /** Adds a resource: its template, the filters before it, and its methods. */
  public Routes resource(String template, Filter filters, Methods methods) {
    resources.put(template, new Resource(filters, methods));
    return this;
  }

  /** Adds the resources of others. */
  public Routes and(Routes others) {
    resources.putAll(others.resources);
    return this;
  }

  /** The templates of all resources, in the order added. */
  public Set<String> templates() {
    return Collections.unmodifiableSet(resources.keySet());
  }

  @Override
  public Response handle(Request request) {
    Resource resource = resources.get(request.resource());
    if (resource == null) {
      throw Problem.noRoute();
    }
    if (!HTTP_METHODS.contains(request.method())) {
      throw Problem.badMethod();
    }
    return request.method().equals("OPTIONS")
        ? resource.methods().options()
        : resource.filters().filter(request, resource.methods());
  }

  /** The methods of one resource. */
  public static final class Methods implements Handler {
    private final Map<String, Handler> handlers = new LinkedHashMap<>();

    /** Adds a method. */
    public Methods on(String method, Handler handler) {
      handlers.put(method, handler);
      return this;
    }

    @Override
    public Response handle(Request request) {
      Handler handler = handlers.get(request.method());
      if (handler != null) {
        return handler.handle(request);
      }
      throw Problem.methodNotAllowed(allowed());
    }

    private Response options() {
      return Response.empty(200).with("Allow", String.join(", ", allowed()));
    }

    private List<String> allowed() {
      List<String> allowed = new ArrayList<>(handlers.keySet());
      allowed.add("OPTIONS");
      return allowed;
    }
  }
}
