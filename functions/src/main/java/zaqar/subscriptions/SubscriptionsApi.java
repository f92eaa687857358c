// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import zaqar.http.Filter;
import zaqar.http.Json;
import zaqar.http.Link;
import zaqar.http.Paging;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.names.SubscriptionId;
import zaqar.settings.Limits;

/**
 * Subscriptions over HTTP (contract 8).
 *
 * @param clock tells the ages
 */
public record SubscriptionsApi(
    Subscriptions subscriptions, SubscriberCheck receivers, Limits limits, Clock clock) {
  private static final String COLLECTION = "/v2/queues/{queue_name}/subscriptions";
  private static final String ITEM = COLLECTION + "/{subscription_id}";

  /** What webhooks are signed with: for who subscribes, once, to tell the receiver. */
  private static final String SECRET_HEADER = "Webhook-Secret";

  /** The routes of this family: the page for people is open, the rest is behind {@code named}. */
  public Routes routes(Filter open, Filter named) {
    return new Routes()
        .resource(
            "/confirm", open, new Routes.Methods().on("GET", request -> ConfirmationPage.show()))
        .resource(
            COLLECTION, named, new Routes.Methods().on("GET", this::list).on("POST", this::create))
        .resource(
            ITEM,
            named,
            new Routes.Methods()
                .on("GET", this::show)
                .on("PATCH", this::update)
                .on("DELETE", this::delete))
        .resource(ITEM + "/confirm", named, new Routes.Methods().on("PUT", this::confirm))
        .resource(ITEM + "/test", named, new Routes.Methods().on("POST", this::test));
  }

  private SubscriptionParser parser() {
    return new SubscriptionParser(limits.defaultSubscriptionTtl(), receivers);
  }

  private Response create(Request request) {
    SubscriptionParser.NewSubscription draft = parser().draft(request.body(), clock.instant());
    refuseOwn(request, draft.subscriber());
    SubscriptionParser.refuse(receivers.fault(draft.subscriber(), draft.options()));
    Subscriptions.Created created =
        subscriptions
            .create(request.queue(), draft, request.service())
            .orElseThrow(() -> Problem.conflictAt(request.path(), taken(draft.subscriber())));
    Subscription subscription = created.subscription();
    Response response =
        Response.json(201, Json.object().put("subscription_id", subscription.id().toString()))
            .with("Location", request.path());
    return created.isNew() ? withSecret(response, subscription) : response;
  }

  /**
   * By the name that the service was called by; the names that settings tell are refused before.
   */
  private void refuseOwn(Request request, String subscriber) {
    if (receivers.isOwn(subscriber, request.service())) {
      throw Problem.invalidRequest("The subscriber must not lead to this service itself.");
    }
  }

  private Response list(Request request) {
    boolean isDetailed = isDetailed(request);
    int limit =
        Paging.limit(request.query(), limits.defaultPageSize(), limits.maxSubscriptionsPerPage());
    List<Subscription> found =
        subscriptions.list(request.queue(), Paging.nameMarker(request.query()), limit);
    Instant now = clock.instant();
    ObjectNode page = Json.object();
    ArrayNode entries = page.putArray("subscriptions");
    found.forEach(entry -> entries.add(SubscriptionView.show(entry, now, isDetailed)));
    Optional<Link> next = Paging.next(request, found, Subscription::id, limit);
    page.set(
        "links", Paging.links(next.map(link -> isDetailed ? link.with("detailed", true) : link)));
    return Response.json(200, page);
  }

  private static boolean isDetailed(Request request) {
    return request.query().flag("detailed", false);
  }

  private Response show(Request request) {
    boolean isDetailed = isDetailed(request);
    return id(request)
        .flatMap(id -> subscriptions.get(request.queue(), id))
        .map(found -> SubscriptionView.show(found, clock.instant(), isDetailed))
        .map(document -> Response.json(200, document))
        .orElseThrow(() -> unknown(request));
  }

  private Response update(Request request) {
    SubscriptionParser.Change change = parser().change(request.body(), clock.instant());
    change.subscriber().ifPresent(subscriber -> refuseOwn(request, subscriber));
    Subscriptions.Update update =
        id(request)
            .map(
                id ->
                    subscriptions.update(
                        request.queue(),
                        id,
                        change,
                        after ->
                            SubscriptionParser.refuse(
                                receivers.fault(after.subscriber(), after.options())),
                        request.service()))
            .orElseGet(Subscriptions.Update.Unknown::new);
    return switch (update) {
      case Subscriptions.Update.Done done -> {
        Response response = Response.noContent().with("Location", request.path());
        yield change.rotatesSecret() ? withSecret(response, done.after()) : response;
      }
      case Subscriptions.Update.Unknown unknown -> throw unknown(request);
      case Subscriptions.Update.Taken taken ->
          throw Problem.conflictAt(request.path(), taken(change.subscriber().orElseThrow()));
    };
  }

  private static Response withSecret(Response response, Subscription subscription) {
    return response.with(SECRET_HEADER, subscription.secrets().current());
  }

  private Response delete(Request request) {
    id(request).ifPresent(id -> subscriptions.delete(request.queue(), id));
    return Response.noContent();
  }

  private Response confirm(Request request) {
    boolean confirmed = SubscriptionParser.confirmed(request.body());
    boolean found =
        id(request)
            .map(
                id ->
                    subscriptions.confirm(
                        request.queue(), id, confirmed, answered(request), request.service()))
            .orElse(false);
    if (!found) {
      throw unknown(request);
    }
    return Response.noContent().with("Location", request.path());
  }

  private Response test(Request request) {
    Instant asked =
        id(request)
            .flatMap(id -> subscriptions.test(request.queue(), id))
            .orElseThrow(() -> unknown(request));
    return Response.json(202, Json.object().put("asked", asked.toString()));
  }

  /**
   * The asking that a request answers. What a subscriber is sent is signed for this path alone, and
   * for as long as it can answer; what is shared is signed for a path above. The signature itself
   * was looked at before.
   */
  private static Optional<Instant> answered(Request request) {
    return request
        .header("URL-Paths")
        .filter(paths -> request.header("URL-Signature").isPresent())
        .filter(String.join("/", request.segments())::equals)
        .flatMap(path -> request.header("URL-Expires"))
        .map(expires -> Instant.parse(expires + "Z"));
  }

  private static Optional<SubscriptionId> id(Request request) {
    return SubscriptionId.parse(request.pathParameter("subscription_id"));
  }

  private static String taken(String subscriber) {
    return "The queue has another subscription with subscriber " + subscriber + ".";
  }

  private static Problem unknown(Request request) {
    return Problem.notFound(
        "Subscription "
            + request.pathParameter("subscription_id")
            + " does not exist in queue "
            + request.queue().name()
            + " of project "
            + request.queue().project()
            + ".");
  }
}
