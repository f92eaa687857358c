// SPDX-License-Identifier: Apache-2.0
package zaqar.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import zaqar.http.Filter;
import zaqar.http.Json;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Routes;

/** Health over HTTP, for operators (contract 3). */
public record HealthApi(Health health) {
  private static final double MILLISECONDS = 1000;

  /** The route of this family: {@code callers} before all, and then {@code admin}. */
  public Routes routes(Filter callers, Filter admin) {
    return new Routes()
        .resource("/v2/health", callers, new Routes.Methods().on("GET", admin.around(this::show)));
  }

  /** Where the catalog of pools cannot be read, there is no answer but 503. */
  private Response show(Request request) {
    ObjectNode document = Json.object().put("catalog_reachable", true);
    health.check().forEach(checkup -> document.set(checkup.pool(), show(checkup)));
    return Response.json(200, document);
  }

  private static ObjectNode show(PoolHealth checkup) {
    ObjectNode document = Json.object().put("storage_reachable", checkup.isReachable());
    ObjectNode operations = document.putObject("operation_status");
    for (PoolHealth.OperationResult outcome : checkup.outcomes()) {
      operations
          .putObject(outcome.operation().toString())
          .put("succeeded", outcome.isSuccess())
          .put("seconds", outcome.time().toMillis() / MILLISECONDS)
          .put("ref", outcome.ref().orElse(null));
    }
    return document;
  }
}
