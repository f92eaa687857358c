// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A function of the template, with what {@code Globals} says of all functions.
 *
 * @param name its logical name
 * @param handler the class, as in {@code zaqar.HomeFunction}, perhaps with {@code ::method}
 * @param memoryMegabytes its memory, in MB
 * @param environment its environment variables
 * @param timeout how long a call of it may take
 * @param routes the routes of the HTTP API that lead to it
 * @param sources what else calls it
 * @param statements what it may ask of AWS
 */
public record FunctionResource(
    String name,
    String handler,
    int memoryMegabytes,
    Duration timeout,
    Map<String, String> environment,
    List<HttpRoute> routes,
    List<EventSource> sources,
    List<Statement> statements) {
  static final String TYPE = "AWS::Serverless::Function";
  private static final int LAMBDA_MEMORY_MEGABYTES = 128;
  private static final int LAMBDA_TIMEOUT_SECONDS = 3;

  /** Keeps copies. */
  public FunctionResource {
    environment = Map.copyOf(environment);
    routes = List.copyOf(routes);
    sources = List.copyOf(sources);
    statements = List.copyOf(statements);
  }

  /**
   * A route of an HTTP API.
   *
   * @param method an HTTP method, or {@code ANY}
   * @param path with names in braces, or {@code $default}
   */
  public record HttpRoute(String method, String path) {
    /** What serves every request that no other route matches. */
    public static final String DEFAULT = "$default";
  }

  /** Those sources that are of one kind. */
  public <S extends EventSource> List<S> sources(Class<S> kind) {
    return sources.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The same function with more that calls it. */
  FunctionResource alsoCalledBy(List<EventSource> others) {
    return new FunctionResource(
        name,
        handler,
        memoryMegabytes,
        timeout,
        environment,
        routes,
        Stream.concat(sources.stream(), others.stream()).toList(),
        statements);
  }

  /** Reads one function; {@code globals} is the section {@code Globals: Function}. */
  static FunctionResource from(
      String name, Section globals, Section properties, Policies policies, Resolver resolver) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (Section part : List.of(globals, properties)) {
      Section variables = resolver.resolve(part.section("Environment")).section("Variables");
      variables.keys().forEach(variable -> environment.put(variable, variables.text(variable)));
    }
    return new FunctionResource(
        name,
        properties.keys().contains("Handler")
            ? properties.text("Handler")
            : globals.text("Handler"),
        properties.number("MemorySize", globals.number("MemorySize", LAMBDA_MEMORY_MEGABYTES)),
        Duration.ofSeconds(
            properties.number("Timeout", globals.number("Timeout", LAMBDA_TIMEOUT_SECONDS))),
        environment,
        routes(properties.section("Events"), resolver),
        sources(properties.section("Events"), resolver),
        policies.of(
            name, resolver.resolve(properties.just("Policies", "Role", "PermissionsBoundary"))));
  }

  private static List<HttpRoute> routes(Section events, Resolver resolver) {
    List<HttpRoute> routes = new ArrayList<>();
    for (String event : events.keys()) {
      if (events.section(event).text("Type").equals("HttpApi")) {
        Section properties = resolver.resolve(events.section(event).section("Properties"));
        routes.add(
            new HttpRoute(
                properties.find("Method").orElse("ANY").toUpperCase(Locale.ROOT),
                properties.find("Path").orElse(HttpRoute.DEFAULT)));
      }
    }
    return routes;
  }

  private static List<EventSource> sources(Section events, Resolver resolver) {
    List<EventSource> sources = new ArrayList<>();
    for (String event : events.keys()) {
      EventSource.from(events.section(event), resolver).ifPresent(sources::add);
    }
    return sources;
  }
}
