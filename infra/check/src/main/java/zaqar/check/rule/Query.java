// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parameters of a request's query; of several with one name, the last. */
record Query(Map<String, String> parameters) {
  private static final Set<String> YES = Set.of("true", "True", "t", "yes", "y", "1", "on");

  Query {
    parameters = Map.copyOf(parameters);
  }

  /** The parameters of a path or href. */
  static Query of(String path) {
    Map<String, String> parameters = new HashMap<>();
    int mark = path.indexOf('?');
    String query = mark < 0 ? "" : path.substring(mark + 1);
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.put(
            parameter.substring(0, equals),
            URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return new Query(parameters);
  }

  /** A parameter, or the empty text. */
  String text(String name) {
    return parameters.getOrDefault(name, "");
  }

  boolean flag(String name) {
    return YES.contains(text(name));
  }

  int number(String name, int ifAbsent) {
    String text = text(name);
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : ifAbsent;
  }

  List<String> list(String name) {
    return text(name).isEmpty() ? List.of() : List.of(text(name).split(",", -1));
  }
}
