// SPDX-License-Identifier: Apache-2.0
package zaqar.local.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** A method of a path, as it is described. */
public record Operation(String method, String path, JsonNode description) {

  /** The statuses that are no refusals, each as text such as {@code PUT /v2/queues/a 201}. */
  public Set<String> successes() {
    Set<String> successes = new TreeSet<>();
    description
        .path("responses")
        .fieldNames()
        .forEachRemaining(
            status -> {
              if (status.compareTo("400") < 0) {
                successes.add(this + " " + status);
              }
            });
    return successes;
  }

  /** How an answer with this status is described; missing if it is not. */
  JsonNode response(int status) {
    return description.path("responses").path(String.valueOf(status));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
