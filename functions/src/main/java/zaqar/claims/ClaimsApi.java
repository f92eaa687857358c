// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import zaqar.claims.ClaimedMessageStore.ClaimTerms;
import zaqar.claims.Claims.Claim;
import zaqar.http.Filter;
import zaqar.http.Json;
import zaqar.http.JsonValues;
import zaqar.http.Paging;
import zaqar.http.Preferences;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.messages.LongPolling;
import zaqar.messages.MessageView;
import zaqar.meter.Meter;
import zaqar.names.ClaimId;
import zaqar.names.QueueName;
import zaqar.settings.Limits;

/** Claims over HTTP (contract 6); {@code clock} tells ages. */
public record ClaimsApi(
    Claims claims, MessageView view, Limits limits, LongPolling polling, Clock clock) {
  /** The routes of this family, behind {@code named}. */
  public Routes routes(Filter named) {
    return new Routes()
        .resource(
            "/v2/queues/{queue_name}/claims", named, new Routes.Methods().on("POST", this::create))
        .resource(
            "/v2/queues/{queue_name}/claims/{claim_id}",
            named,
            new Routes.Methods()
                .on("GET", this::show)
                .on("PATCH", this::renew)
                .on("DELETE", this::release));
  }

  private Response create(Request request) {
    isDetailed(request); // What is wrong with it is said before anything is claimed.
    int limit =
        Paging.limit(
            request.query(), limits.defaultMessagesPerClaim(), limits.maxMessagesPerClaimOrPop());
    ClaimTerms terms = terms(request);
    Optional<Duration> wait = polling.granted(Preferences.wait(request));
    Optional<Claim> claim =
        polling.until(
            Optional::isPresent, wait, () -> claims.create(request.queue(), terms, limit));
    if (claim.isEmpty()) {
      return Preferences.applied(wait, Response.noContent());
    }
    ObjectNode document = Json.object();
    document.set("messages", messages(request, claim.get(), clock.instant()));
    return Preferences.applied(
        wait, Response.json(201, document).with("Location", href(request, claim.get().id())));
  }

  private static boolean isDetailed(Request request) {
    return request.query().flag("detailed", false);
  }

  private Response show(Request request) {
    Instant now = clock.instant();
    Claim claim =
        ClaimId.parse(request.pathParameter("claim_id"))
            .flatMap(id -> claims.get(request.queue(), id))
            .orElseThrow(() -> notFound(request));
    ObjectNode document =
        Json.object()
            .put("age", claim.age(now))
            .put("ttl", claim.ttl().toSeconds())
            .put("href", href(request, claim.id()));
    document.set("messages", messages(request, claim, now));
    return Response.json(200, document);
  }

  private Response renew(Request request) {
    if (request.body().length == 0) {
      throw Problem.invalidBody("The body must be an object; {} renews with the defaults.");
    }
    ClaimTerms terms = terms(request);
    boolean renewed =
        ClaimId.parse(request.pathParameter("claim_id"))
            .map(id -> claims.renew(request.queue(), id, terms))
            .orElse(false);
    if (!renewed) {
      throw notFound(request);
    }
    return Response.noContent();
  }

  private Response release(Request request) {
    ClaimId.parse(request.pathParameter("claim_id"))
        .ifPresent(id -> claims.release(request.queue(), id));
    return Response.noContent();
  }

  private ArrayNode messages(Request request, Claim claim, Instant now) {
    ArrayNode messages = Json.array();
    boolean isDetailed = isDetailed(request);
    QueueName queue = request.queue().name();
    Meter.current().answered(claim.messages().size());
    claim.messages().forEach(m -> messages.add(view.show(queue, m, now, isDetailed)));
    return messages;
  }

  private ClaimTerms terms(Request request) {
    JsonNode document = Json.object();
    if (request.body().length > 0) {
      document = Json.parseObject(request.body(), "The body must be an object.");
    }
    return new ClaimTerms(
        span(document, "ttl", limits.defaultClaimTtl(), limits.minClaimTtl(), limits.maxClaimTtl()),
        span(
            document,
            "grace",
            limits.defaultClaimGrace(),
            limits.minClaimGrace(),
            limits.maxClaimGrace()));
  }

  private static Duration span(
      JsonNode document, String field, Duration ifAbsent, Duration least, Duration most) {
    JsonNode value = document.get(field);
    if (value == null) {
      return ifAbsent;
    }
    OptionalLong seconds = JsonValues.integer(value);
    if (seconds.isEmpty()) {
      throw Problem.invalidBody("The value of the \"" + field + "\" field must be an integer.");
    }
    if (seconds.getAsLong() < least.toSeconds() || seconds.getAsLong() > most.toSeconds()) {
      throw Problem.invalidRequest(
          "The %s of a claim must be from %s to %s seconds."
              .formatted(field, least.toSeconds(), most.toSeconds()));
    }
    return Duration.ofSeconds(seconds.getAsLong());
  }

  private static Problem notFound(Request request) {
    return Problem.notFound(
        "Claim %s does not exist in queue %s of project %s."
            .formatted(
                request.pathParameter("claim_id"),
                request.queue().name(),
                request.queue().project()));
  }

  private static String href(Request request, ClaimId id) {
    return "/v2/queues/" + request.queue().name() + "/claims/" + id;
  }
}
