// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import zaqar.http.Filter;
import zaqar.http.Json;
import zaqar.http.Link;
import zaqar.http.Paging;
import zaqar.http.Preferences;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.messages.DraftParser.MessageDraft;
import zaqar.meter.Meter;
import zaqar.names.Hops;
import zaqar.names.MessageId;
import zaqar.names.QueueName;
import zaqar.names.RequestId;
import zaqar.settings.Limits;
import zaqar.settings.Settings;

/** Messages over HTTP (contract 5); {@code clock} tells ages. */
public record MessagesApi(
    Messages messages, MessageView view, Settings settings, LongPolling polling, Clock clock) {
  /** The routes of this family, behind {@code named}. */
  public Routes routes(Filter named) {
    return new Routes()
        .resource(
            "/v2/queues/{queue_name}/messages",
            named,
            new Routes.Methods()
                .on("GET", this::list)
                .on("POST", this::post)
                .on("DELETE", this::deleteMany))
        .resource(
            "/v2/queues/{queue_name}/messages/{message_id}",
            named,
            new Routes.Methods().on("GET", this::show).on("DELETE", this::delete));
  }

  private Limits limits() {
    return settings.limits();
  }

  private Response post(Request request) {
    int size = request.body().length;
    if (size > limits().maxMessagesPostSize()) {
      throw Problem.invalidRequest(
          "Messages may not be larger than " + limits().maxMessagesPostSize() + " bytes in all.");
    }
    List<MessageDraft> drafts = DraftParser.parse(request.body(), limits().maxMessagesPerPost());
    Posting.Post post =
        new Posting.Post(
            request.queue(),
            request.requireCaller().client(),
            RequestId.parse(request.id()),
            hops(request),
            drafts,
            size,
            false);
    Optional<IdempotencyKey> key =
        request.header(IdempotencyKey.HEADER).map(text -> IdempotencyKey.of(text, request.body()));
    Posting.Posted posted = messages.post(post, key);
    List<MessageId> ids = posted.ids();
    Meter.current().stored(posted.isRepeat() ? 0 : ids.size());
    QueueName queue = request.queue().name();
    ObjectNode document = Json.object();
    ArrayNode resources = document.putArray("resources");
    ids.forEach(id -> resources.add(MessageView.href(queue, id)));
    Response response = Response.json(201, document);
    // A GET takes no more ids, and proxies no header as long as many of them would make it.
    if (ids.size() > limits().maxIdsPerRequest()) {
      return response;
    }
    String all = ids.stream().map(MessageId::toString).collect(Collectors.joining(","));
    return response.with("Location", "/v2/queues/" + queue + "/messages?ids=" + all);
  }

  private static int hops(Request request) {
    return Hops.parse(request.header(Hops.HEADER).orElse("0"))
        .orElseThrow(
            () ->
                Problem.invalidRequest(
                    "A message may be delivered from queue to queue fewer than %s times (%s)."
                        .formatted(Hops.LIMIT, Hops.HEADER)));
  }

  private Response list(Request request) {
    isDetailed(request); // What is wrong with it is said of an empty page, too.
    Optional<List<String>> ids = request.query().list("ids");
    if (ids.isPresent()) {
      List<Message> found = messages.get(request.queue(), ids(ids.get()));
      if (found.isEmpty()) {
        throw Problem.notFound(
            "None of these messages exists in queue " + request.queue().name() + ".");
      }
      return Response.json(200, documentOf(request, found, clock.instant()));
    }
    Listing.Wanted wanted =
        new Listing.Wanted(
            request.requireCaller().client(),
            Paging.limit(
                request.query(), limits().defaultPageSize(), limits().maxMessagesPerPage()),
            request.query().flag("echo", false),
            request.query().flag("include_claimed", false),
            request.query().flag("include_delayed", false));
    Optional<Marker> marker =
        request.query().text("marker").map(Marker::parse).orElse(Optional.of(Marker.START));
    if (marker.isEmpty()) {
      return page(request, List.of(), clock.instant(), Optional.empty());
    }
    Optional<Duration> wait = polling.granted(Preferences.wait(request));
    Listing.MessagePage page =
        polling.until(
            found -> found.next().isPresent(),
            wait,
            () -> messages.list(request.queue(), marker.get(), wanted));
    return Preferences.applied(
        wait,
        page(
            request,
            page.messages(),
            page.now(),
            page.next().map(next -> next(request, next, page))));
  }

  private static String next(Request request, Marker marker, Listing.MessagePage page) {
    Listing.Wanted wanted = page.wanted();
    Link next =
        new Link("/v2/queues/" + request.queue().name() + "/messages")
            .with("marker", marker)
            .with("limit", wanted.limit())
            .with("echo", wanted.echo())
            .with("include_claimed", wanted.showClaimed())
            .with("include_delayed", wanted.showDelayed());
    return (isDetailed(request) ? next.with("detailed", true) : next).toString();
  }

  private static boolean isDetailed(Request request) {
    return request.query().flag("detailed", false);
  }

  private Response page(Request request, List<Message> page, Instant now, Optional<String> next) {
    ObjectNode document = documentOf(request, page, now);
    document.set("links", Paging.links(next));
    return Response.json(200, document);
  }

  private ObjectNode documentOf(Request request, List<Message> page, Instant now) {
    ObjectNode document = Json.object();
    ArrayNode array = document.putArray("messages");
    QueueName queue = request.queue().name();
    boolean isDetailed = isDetailed(request);
    page.forEach(message -> array.add(view.show(queue, message, now, isDetailed)));
    Meter.current().answered(page.size());
    return document;
  }

  private Response show(Request request) {
    String text = request.pathParameter("message_id");
    return MessageId.parse(text)
        .flatMap(id -> messages.get(request.queue(), Set.of(id)).stream().findFirst())
        .map(
            message -> {
              Meter.current().answered(1);
              return view.show(
                  request.queue().name(), message, clock.instant(), isDetailed(request));
            })
        .map(document -> Response.json(200, document))
        .orElseThrow(
            () ->
                Problem.notFound(
                    "Message %s does not exist in queue %s of project %s."
                        .formatted(text, request.queue().name(), request.queue().project())));
  }

  private Response delete(Request request) {
    Optional<MessageId> id = MessageId.parse(request.pathParameter("message_id"));
    if (id.isEmpty()) {
      return Response.noContent();
    }
    Messages.Deletion deletion =
        messages.delete(request.queue(), id.get(), request.query().text("claim_id"));
    return switch (deletion) {
      case GONE -> Response.noContent();
      case HELD ->
          throw Problem.undeletable(
              403, "Message " + id.get() + " is claimed; only its claim may delete it.");
      case WRONG_CLAIM ->
          throw Problem.undeletable(
              400, "The given claim does not hold message " + id.get() + ", or no longer.");
    };
  }

  private Response deleteMany(Request request) {
    Optional<List<String>> ids = request.query().list("ids");
    Optional<Integer> pop = request.query().number("pop");
    Optional<List<String>> claims =
        settings.deleteWithClaimId() ? request.query().list("claim_ids") : Optional.empty();
    if (ids.isPresent() == pop.isPresent()) {
      throw Problem.invalidRequest("Exactly one of \"ids\" and \"pop\" must be given.");
    }
    if (pop.isPresent()) {
      return pop(request, pop.get(), claims.isPresent());
    }
    Set<MessageId> wanted = ids(ids.get());
    if (!settings.deleteWithClaimId()) {
      messages.deleteAll(request.queue(), wanted);
    } else {
      messages.deleteAll(
          request.queue(),
          wanted,
          claims.orElseThrow(
              () -> Problem.invalidRequest("\"claim_ids\" must be given with \"ids\".")));
    }
    return Response.noContent();
  }

  private Response pop(Request request, int count, boolean hasClaims) {
    if (hasClaims) {
      throw Problem.invalidRequest("\"claim_ids\" does not go with \"pop\".");
    }
    if (count < 1 || count > limits().maxMessagesPerClaimOrPop()) {
      throw Problem.invalidRequest(
          "\"pop\" must be from 1 to " + limits().maxMessagesPerClaimOrPop() + ".");
    }
    List<Message> popped = messages.pop(request.queue(), count);
    Meter.current().answered(popped.size());
    Instant now = clock.instant();
    ObjectNode document = Json.object();
    ArrayNode array = document.putArray("messages");
    popped.forEach(message -> array.add(view.showPopped(message, now)));
    return Response.json(200, document);
  }

  private Set<MessageId> ids(List<String> texts) {
    if (texts.isEmpty() || texts.size() > limits().maxIdsPerRequest()) {
      throw Problem.invalidRequest(
          "\"ids\" must be from 1 to " + limits().maxIdsPerRequest() + " message ids.");
    }
    return texts.stream()
        .map(MessageId::parse)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
