// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;
import zaqar.http.Filter;
import zaqar.http.Json;
import zaqar.http.JsonValues;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.messages.Redeliveries;
import zaqar.names.QueueName;
import zaqar.settings.Limits;

/** Dead letters on their way back, over HTTP (contract 6.3). */
public record RedriveApi(Claims claims, Redeliveries redeliveries, Limits limits) {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1000;

  /** The route, behind {@code named}. */
  public Routes routes(Filter named) {
    return new Routes()
        .resource(
            "/v2/queues/{queue_name}/redrive",
            named,
            new Routes.Methods().on("POST", this::redrive));
  }

  private Response redrive(Request request) {
    JsonNode document = Json.object();
    if (request.body().length > 0) {
      document = Json.parseObject(request.body(), "The body must be an object.");
    }
    Optional<QueueName> to = present(document, "to").map(this::name);
    if (to.filter(request.queue().name()::equals).isPresent()) {
      throw Problem.invalidRequest("Messages cannot be moved to the queue that they are in.");
    }
    int limit = present(document, "limit").map(RedriveApi::limit).orElse(DEFAULT_LIMIT);
    Redrive.Outcome outcome = claims.redrive().redrive(request.queue(), to, limit, redeliveries);
    return Response.json(
        200, Json.object().put("moved", outcome.moved()).put("more", outcome.more()));
  }

  private static Optional<JsonNode> present(JsonNode document, String name) {
    return Optional.ofNullable(document.get(name)).filter(value -> !value.isNull());
  }

  private QueueName name(JsonNode value) {
    if (!value.isTextual() || !QueueName.isValid(value.textValue(), limits.maxQueueNameLength())) {
      throw Problem.invalidRequest("\"to\" must be the name of a queue.");
    }
    return new QueueName(value.textValue());
  }

  private static int limit(JsonNode value) {
    OptionalLong limit = JsonValues.integer(value);
    if (limit.isEmpty()) {
      throw Problem.invalidBody("The value of the \"limit\" field must be an integer.");
    }
    if (limit.getAsLong() < 1 || limit.getAsLong() > MOST) {
      throw Problem.invalidRequest("\"limit\" must be from 1 to " + MOST + ".");
    }
    return (int) limit.getAsLong();
  }
}
