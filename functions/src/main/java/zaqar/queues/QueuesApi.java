// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import zaqar.http.Filter;
import zaqar.http.Json;
import zaqar.http.Link;
import zaqar.http.Paging;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.settings.Limits;

/** Queues over HTTP (contract 4); {@code clock} tells ages. */
public record QueuesApi(Queues queues, Limits limits, Clock clock) {
  private static final String PATCH_TYPE = "application/openstack-messaging-v2.0-json-patch";
  private static final Set<String> RESOURCE_TYPES = Set.of("messages", "subscriptions");

  /**
   * The routes of this family: {@code callers} before the listing, {@code named} before the rest.
   */
  public Routes routes(Filter callers, Filter named) {
    return new Routes()
        .resource("/v2/queues", callers, new Routes.Methods().on("GET", this::list))
        .resource(
            "/v2/queues/{queue_name}",
            named,
            new Routes.Methods()
                .on("GET", request -> Response.json(200, queues.show(request.queue())))
                .on("PUT", this::create)
                .on("PATCH", this::patch)
                .on("DELETE", this::delete))
        .resource(
            "/v2/queues/{queue_name}/stats", named, new Routes.Methods().on("GET", this::stats))
        .resource(
            "/v2/queues/{queue_name}/purge", named, new Routes.Methods().on("POST", this::purge));
  }

  private Response create(Request request) {
    rejectLarge(request, "Invalid API request");
    ObjectNode metadata = Json.object();
    if (request.body().length > 0) {
      metadata = Json.parseObject(request.body(), "Queue metadata must be an object.");
    }
    boolean created = queues.create(request.queue(), metadata);
    String href = href(request.queue().name());
    return created ? Response.created(href) : Response.noContent().with("Location", href);
  }

  private Response list(Request request) {
    int limit = Paging.limit(request.query(), limits.defaultPageSize(), limits.maxQueuesPerPage());
    boolean detailed = request.query().flag("detailed", false);
    boolean withCount = request.query().flag("with_count", false);
    boolean withStats = request.query().flag("with_stats", false);
    MetadataFilter filter = MetadataFilter.from(request.query());
    ProjectId project = request.requireCaller().project();
    Queues.QueuePage listing =
        queues.list(project, request.query().text("marker"), limit, filter, withCount);
    List<QueueName> names = listing.queues().stream().map(Queue::name).toList();
    List<QueueKey> keys = names.stream().map(name -> new QueueKey(project, name)).toList();
    List<Stats> stats = withStats ? queues.statsOf(keys) : List.of();
    int shown = withStats ? stats.size() : names.size();
    ObjectNode page = Json.object();
    ArrayNode entries = page.putArray("queues");
    for (int i = 0; i < shown; i++) {
      QueueName name = names.get(i);
      ObjectNode entry = entries.addObject().put("name", name.value()).put("href", href(name));
      if (detailed) {
        entry.set("metadata", queues.shown(listing.queues().get(i).metadata()));
      }
      if (withStats) {
        entry.set("stats", shown(name, stats.get(i)));
      }
    }
    Optional<String> end =
        shown < names.size() ? Optional.of(names.get(shown - 1).value()) : listing.marker();
    Optional<String> next =
        end.map(
            marker -> {
              Link link =
                  new Link("/v2/queues")
                      .with("marker", marker)
                      .with("limit", limit)
                      .with("detailed", detailed)
                      .with("with_count", withCount);
              return (withStats ? link.with("with_stats", true) : link)
                  .with(filter.parameters())
                  .toString();
            });
    page.set("links", Paging.links(next));
    if (listing.count().orElse(0) > 0) {
      page.put("count", listing.count().getAsLong());
    }
    return Response.json(200, page);
  }

  private Response patch(Request request) {
    rejectLarge(request, "Invalid request body");
    if (!request.header("Content-Type").orElse("").equals(PATCH_TYPE)) {
      throw Problem.unsupportedMediaType(PATCH_TYPE);
    }
    MetadataPatch patch = MetadataPatch.parse(Json.parse(request.body()));
    return Response.json(200, queues.patch(request.queue(), patch));
  }

  private Response delete(Request request) {
    queues.delete(request.queue());
    return Response.noContent();
  }

  private Response stats(Request request) {
    ObjectNode document = Json.object();
    document.set("messages", shown(request.queue().name(), queues.stats(request.queue())));
    return Response.json(200, document);
  }

  private ObjectNode shown(QueueName queue, Stats stats) {
    ObjectNode messages =
        Json.object()
            .put("claimed", stats.claimed())
            .put("free", stats.free())
            .put("delayed", stats.delayed())
            .put("total", stats.total());
    stats.oldest().ifPresent(mark -> messages.set("oldest", mark(queue, mark)));
    stats.newest().ifPresent(mark -> messages.set("newest", mark(queue, mark)));
    return messages;
  }

  private ObjectNode mark(QueueName queue, Stats.Mark mark) {
    Duration age = Duration.between(mark.created(), clock.instant());
    return Json.object()
        .put("href", href(queue) + "/messages/" + mark.id())
        .put("age", Math.max(0, age.toSeconds()))
        .put("created", instant(mark.created()));
  }

  private static String instant(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Response purge(Request request) {
    Set<String> purged = RESOURCE_TYPES;
    if (request.body().length > 0) {
      JsonNode types =
          Json.parseObject(request.body(), "The body must be an object.").path("resource_types");
      if (!types.isArray()) {
        throw Problem.invalidRequest("\"resource_types\" must be an array.");
      }
      purged = new HashSet<>();
      for (JsonNode type : types) {
        if (!type.isTextual() || !RESOURCE_TYPES.contains(type.textValue())) {
          throw Problem.invalidRequest(
              "\"resource_types\" may hold messages and subscriptions, not " + type + ".");
        }
        purged.add(type.textValue());
      }
    }
    if (purged.contains("messages")) {
      queues.purge(request.queue());
    }
    if (purged.contains("subscriptions")) {
      queues.purgeSubscriptions(request.queue());
    }
    return Response.noContent();
  }

  private void rejectLarge(Request request, String title) {
    if (request.body().length > limits.maxQueueMetadata()) {
      throw Problem.invalidHeader(
          title, "Metadata may not be larger than " + limits.maxQueueMetadata() + " bytes.");
    }
  }

  private static String href(QueueName queue) {
    return "/v2/queues/" + queue;
  }
}
