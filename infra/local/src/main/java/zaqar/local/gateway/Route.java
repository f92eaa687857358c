// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zaqar.local.failure.CannotStart;

/**
 * A way to a function.
 *
 * @param method an HTTP method, or {@code ANY}
 * @param resource a path with names in braces, or {@code $default}
 * @param target where it leads
 */
record Route<T>(String method, String resource, T target) {
  /** Segments without names before those with, one method before any. */
  static final Comparator<Route<?>> MOST_SPECIFIC_FIRST = Comparator.comparing(Route::specificity);

  private static final String ANY = "ANY";

  Route {
    if (resource.contains("+}")) {
      throw new CannotStart("template.yaml: the local runtime has no greedy path: " + resource);
    }
  }

  /** The values of the names in the path, still encoded, if this route serves the request. */
  Optional<Map<String, String>> match(String requestMethod, String rawPath) {
    List<String> names = segments(resource);
    List<String> values = segments(rawPath);
    if (names.size() != values.size() || !(method.equals(ANY) || method.equals(requestMethod))) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String value = values.get(i);
      if (isVariable(name) && !value.isEmpty()) {
        parameters.put(name.substring(1, name.length() - 1), value);
      } else if (!name.equals(value)) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  private String specificity() {
    StringBuilder order = new StringBuilder();
    segments(resource).forEach(segment -> order.append(isVariable(segment) ? 'b' : 'a'));
    return order.append(method.equals(ANY) ? '2' : '1').toString();
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
