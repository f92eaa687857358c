// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests and queries for tests, with nothing in them but what a test is about. */
public final class Requests {
  private Requests() {}

  /** A request without headers, parameters and body. */
  public static Request of(String method, String resource) {
    return of(method, resource, Map.of(), "");
  }

  /** A request with headers, their names in lower case, and a body. */
  public static Request of(
      String method, String resource, Map<String, String> headers, String body) {
    return request(method, resource, Map.of(), headers, body);
  }

  /** A request by a route's template, with values of its variables. */
  public static Request routed(
      String method, String template, Map<String, String> values, Map<String, String> headers) {
    return request(method, template, values, headers, "");
  }

  private static Request request(
      String method,
      String resource,
      Map<String, String> values,
      Map<String, String> headers,
      String body) {
    return new Request(
        "req-1",
        "https://zaqar.example.com",
        method,
        resource,
        resource,
        values,
        query(),
        headers,
        body.getBytes(StandardCharsets.UTF_8),
        null,
        null);
  }

  /** A query from names and values in turn. */
  public static Query query(String... namesAndValues) {
    List<Query.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.add(new Query.Parameter(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Query(parameters);
  }
}
