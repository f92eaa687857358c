// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import zaqar.http.Json;

/** Subscriptions as clients see them (contract 8.1), with what they ask for beyond that (8.9). */
final class SubscriptionView {
  private static final Pattern ANSWERED = Pattern.compile("answered (\\d{3})");

  private SubscriptionView() {}

  /** A subscription; if {@code isDetailed}, with what became of its deliveries. */
  static ObjectNode show(Subscription subscription, Instant now, boolean isDetailed) {
    ObjectNode document =
        Json.object()
            .put("id", subscription.id().toString())
            .put("source", subscription.queue().name().value())
            .put("subscriber", subscription.subscriber())
            .put("ttl", subscription.ttl().toSeconds())
            .put("age", subscription.age(now));
    document.set("options", subscription.options());
    document.put("confirmed", subscription.confirmed());
    if (isDetailed) {
      document.set("delivery", delivery(subscription, now));
    }
    return document;
  }

  private static ObjectNode delivery(Subscription subscription, Instant now) {
    DeliveryState state = subscription.delivery();
    Optional<Instant> slowUntil =
        Optional.of(subscription.slowUntil()).filter(until -> subscription.isSlow(now));
    ObjectNode document =
        Json.object()
            .put("last_success", text(state.lastSuccess()))
            .put("failing_since", text(state.failingSince()))
            .put("failures", state.failures())
            .put("given_up", state.givenUp())
            .put("pending_since", text(state.pendingSince()))
            .put("slow_until", text(slowUntil));
    document.set("last_error", state.lastError().map(SubscriptionView::error).orElse(null));
    document.set("last_test", state.lastTest().map(SubscriptionView::test).orElse(null));
    return document;
  }

  private static ObjectNode error(DeliveryState.Failure error) {
    return withStatus(Json.object(), error.reason())
        .put("at", text(error.at()))
        .put("reason", error.reason())
        .put("attempt", error.attempt())
        .put("next_attempt", text(error.next()));
  }

  private static ObjectNode test(DeliveryState.Trial test) {
    return withStatus(Json.object(), test.result().orElse(""))
        .put("asked", text(test.asked()))
        .put("result", test.result().orElse(null));
  }

  /** The HTTP status of a receiver that has answered; null of others. */
  private static ObjectNode withStatus(ObjectNode document, String reason) {
    Matcher answered = ANSWERED.matcher(reason);
    return answered.matches()
        ? document.put("status", Integer.parseInt(answered.group(1)))
        : document.putNull("status");
  }

  private static @Nullable String text(Optional<Instant> time) {
    return time.map(SubscriptionView::text).orElse(null);
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
