// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zaqar.local.failure.CannotStart;

/**
 * All ways to functions. Paths are compared as sent, segment by segment, before anything is
 * decoded; a slash at the end makes another path.
 *
 * @param <T> what a route leads to
 */
public final class Routes<T> {
  private static final String DEFAULT = "$default";

  private final List<Route<T>> routes;
  private final @Nullable T otherwise;

  private Routes(List<Route<T>> routes, @Nullable T otherwise) {
    this.routes = routes;
    this.otherwise = otherwise;
  }

  /** Where a request goes, with the values of the path's names, still encoded. */
  record Match<T>(String resource, Map<String, String> rawParameters, T target) {}

  /** The most specific route of a request, or else the default route, if there is one. */
  Optional<Match<T>> find(String method, String rawPath) {
    for (Route<T> route : routes) {
      Optional<Map<String, String>> parameters = route.match(method, rawPath);
      if (parameters.isPresent()) {
        return Optional.of(new Match<>(route.resource(), parameters.get(), route.target()));
      }
    }
    return Optional.ofNullable(otherwise).map(target -> new Match<>(DEFAULT, Map.of(), target));
  }

  /** Collects routes. */
  public static final class Builder<T> {
    private final List<Route<T>> routes = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private @Nullable T otherwise;

    /**
     * Adds a route.
     *
     * @param method an HTTP method, or {@code ANY}
     * @param resource a path with names in braces, or {@code $default} for whatever no route
     *     matches
     */
    public Builder<T> add(String method, String resource, T target) {
      if (!taken.add(method + " " + resource)) {
        throw new CannotStart("template.yaml: two functions share " + method + " " + resource);
      }
      if (resource.equals(DEFAULT)) {
        otherwise = target;
      } else {
        routes.add(new Route<>(method, resource, target));
      }
      return this;
    }

    /** All that was added. */
    public Routes<T> build() {
      return new Routes<>(routes.stream().sorted(Route.MOST_SPECIFIC_FIRST).toList(), otherwise);
    }
  }
}
