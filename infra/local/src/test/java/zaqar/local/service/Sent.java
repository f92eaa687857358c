// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request as a client sends it, and as the gateway's event has it.
 *
 * @param path with its query, encoded
 * @param headers beside Client-ID, X-Project-ID and Content-Type, which may be among them
 */
record Sent(
    String project,
    String client,
    String method,
    String path,
    Map<String, String> headers,
    String body) {
  static final String CLIENT = "3381af92-2b9e-11e3-b191-71861300734c";
  private static final String JSON_TYPE = "application/json";
  static final String PATCH = "application/openstack-messaging-v2.0-json-patch";

  /** What the segment after each of these is called in the routes of template.yaml. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "queues", "queue_name",
          "messages", "message_id",
          "claims", "claim_id",
          "subscriptions", "subscription_id",
          "pools", "pool",
          "flavors", "flavor");

  Sent {
    headers = Map.copyOf(headers);
  }

  /** A request with no headers but those that all have. */
  static Sent by(String project, String method, String path, String body) {
    return new Sent(project, CLIENT, method, path, Map.of(), body);
  }

  /** The same request with more headers. */
  Sent with(Map<String, String> more) {
    return new Sent(project, client, method, path, more, body);
  }

  /** The event that a function gets. */
  APIGatewayProxyRequestEvent event() {
    URI uri = URI.create(path);
    List<String> resource = new ArrayList<>();
    Map<String, String> parameters = new HashMap<>();
    String before = "";
    for (String segment : uri.getPath().split("/", -1)) {
      String variable = VARIABLES.get(before);
      if (variable != null && resource.size() % 2 == 1) {
        parameters.put(variable, segment);
        resource.add("{" + variable + "}");
      } else {
        resource.add(segment);
      }
      before = segment;
    }
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod(method)
        .withPath(uri.getPath())
        .withResource(String.join("/", resource))
        .withPathParameters(parameters)
        .withQueryStringParameters(query(uri))
        .withHeaders(allHeaders(resource.size()))
        .withBody(body);
  }

  private Map<String, String> allHeaders(int segments) {
    boolean changesQueue = method.equals("PATCH") && segments == 4;
    Map<String, String> all = new HashMap<>();
    all.put("client-id", client);
    all.put("x-project-id", project);
    all.put("content-type", changesQueue ? PATCH : JSON_TYPE);
    all.putAll(headers);
    return all;
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new LinkedHashMap<>();
    if (uri.getQuery() != null) {
      for (String pair : uri.getQuery().split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.put(parts[0], parts[1]);
      }
    }
    return query;
  }
}
