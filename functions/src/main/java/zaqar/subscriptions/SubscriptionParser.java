// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import zaqar.http.Json;
import zaqar.http.JsonValues;
import zaqar.http.Problem;

/**
 * Reads the bodies of requests on subscriptions (contract 8.2, 8.5, 8.7). What the original answers
 * with a 503, because it stumbles over it, is a 400 here.
 */
record SubscriptionParser(Duration defaultTtl, SubscriberCheck receivers) {
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(60);

  /** The original cannot write later dates. */
  private static final Instant LAST_END = Instant.parse("9999-12-31T23:59:59Z");

  private static final int LONGEST_SUBSCRIBER = 2_048;
  private static final int MOST_OPTIONS_BYTES = 65_536;
  private static final List<String> SCHEMES = List.of("http", "https", "mailto");
  private static final String TRUST = "trust+";

  /** Ours: the original has no secrets. */
  private static final String ROTATION = "rotate_secret";

  record NewSubscription(String subscriber, Duration ttl, ObjectNode options) {}

  /** What to change of a subscription; the rest stays. */
  record Change(
      Optional<String> subscriber,
      Optional<Duration> ttl,
      Optional<ObjectNode> options,
      boolean rotatesSecret) {
    private static final Change NONE =
        new Change(Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /** Reads a subscription; throws a {@link Problem} if it is none. */
  NewSubscription draft(byte[] body, Instant now) {
    JsonNode document = body.length == 0 ? Json.object() : Json.parse(body);
    if (!document.has("subscriber")) {
      throw Problem.invalidBody("Missing parameter subscriber in body.");
    }
    return new NewSubscription(
        subscriber(document.get("subscriber")),
        document.has("ttl") ? ttl(document.get("ttl"), now) : defaultTtl,
        document.has("options") ? options(document.get("options")) : Json.object());
  }

  /** Reads a change; throws a {@link Problem} if it is none, or changes nothing. Null is none. */
  Change change(byte[] body, Instant now) {
    JsonNode document = body.length == 0 ? Json.object() : Json.parse(body);
    if (!document.isObject()) {
      throw Problem.invalidBody("Subscriptions must be a dict.");
    }
    if (document.isEmpty()) {
      throw Problem.invalidBody("No subscription to create.");
    }
    Change change =
        new Change(
            present(document, "subscriber").map(this::subscriber),
            present(document, "ttl").map(ttl -> ttl(ttl, now)),
            present(document, "options").map(this::options),
            present(document, ROTATION).map(SubscriptionParser::flag).orElse(false));
    if (change.equals(Change.NONE)) {
      throw Problem.notUpdated("One of subscriber, ttl, options and rotate_secret must be given.");
    }
    return change;
  }

  /** Reads a confirmation; throws a {@link Problem} if it says neither yes nor no. */
  static boolean confirmed(byte[] body) {
    JsonNode document = body.length == 0 ? Json.object() : Json.parse(body);
    JsonNode confirmed = document.path("confirmed");
    if (!confirmed.isBoolean()) {
      throw Problem.invalidBody("The 'confirmed' should be boolean.");
    }
    return confirmed.booleanValue();
  }

  private static boolean flag(JsonNode value) {
    if (!value.isBoolean()) {
      throw Problem.invalidRequest(ROTATION + " must be a boolean.");
    }
    return value.booleanValue();
  }

  private static Optional<JsonNode> present(JsonNode document, String field) {
    return Optional.ofNullable(document.get(field)).filter(value -> !value.isNull());
  }

  private String subscriber(JsonNode value) {
    String subscriber = value.isTextual() ? value.textValue() : "";
    if (subscriber.length() > LONGEST_SUBSCRIBER) {
      throw Problem.invalidRequest(
          "A subscriber may not be longer than " + LONGEST_SUBSCRIBER + " characters.");
    }
    String scheme = subscriber.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
    if (scheme.startsWith(TRUST) && SCHEMES.contains(scheme.substring(TRUST.length()))) {
      throw Problem.invalidRequest(
          "The subscriber type "
              + scheme
              + " needs a trust in Keystone, and this service makes none; subscribe without"
              + " trust+.");
    }
    if (!subscriber.contains(":") || !SCHEMES.contains(scheme)) {
      throw Problem.invalidRequest(
          "The subscriber type of subscription must be supported in the list " + SCHEMES + ".");
    }
    refuse(receivers.fault(subscriber));
    return subscriber;
  }

  /** Throws what is wrong with a request, if anything is. */
  static void refuse(Optional<String> fault) {
    fault.ifPresent(
        description -> {
          throw Problem.invalidRequest(description);
        });
  }

  private static Duration ttl(JsonNode value, Instant now) {
    if (!value.isIntegralNumber() && !value.isBoolean()) {
      throw Problem.invalidRequest("TTL must be an integer.");
    }
    long seconds = JsonValues.integer(value).orElseThrow();
    if (seconds != 0 && seconds < SHORTEST_TTL.toSeconds()) {
      throw Problem.invalidRequest(
          "TTL must be at least " + SHORTEST_TTL.toSeconds() + " seconds.");
    }
    if (seconds > Duration.between(now, LAST_END).toSeconds()) {
      throw Problem.invalidRequest("TTL must end before the year 10000.");
    }
    return Duration.ofSeconds(seconds);
  }

  private ObjectNode options(JsonNode value) {
    if (value instanceof ObjectNode options) {
      if (Json.size(options) > MOST_OPTIONS_BYTES) {
        throw Problem.invalidRequest(
            "Options may not be larger than " + MOST_OPTIONS_BYTES + " bytes.");
      }
      refuse(receivers.fault(options));
      return options;
    }
    if (!JsonValues.isFalsy(value)) {
      throw Problem.invalidRequest("Options must be a dict.");
    }
    return Json.object();
  }
}
