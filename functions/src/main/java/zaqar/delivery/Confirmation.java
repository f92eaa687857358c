// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import zaqar.http.Json;
import zaqar.subscriptions.Subscription;

/**
 * The question to a subscriber whether it wants to be told, or the word that it is not any more
 * (contract 8.8).
 *
 * @param asked when the reason for it came up
 * @param expires until when it can be answered; it names the asking that this is of
 * @param service where it can be answered: a URL without a path; empty if that is not known
 */
record Confirmation(Kind kind, Instant asked, Instant expires, String service)
    implements DeliveryContent {

  enum Kind {
    SUBSCRIBE("SubscriptionConfirmation"),
    UNSUBSCRIBE("UnsubscribeConfirmation");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  /** Whether the subscriber may still get it: it is asked nothing that it was asked anew since. */
  boolean isMeantFor(Subscription to) {
    return !to.confirmed() && expires.equals(to.answerBy());
  }

  @Override
  public String key() {
    return kind.name().toLowerCase(Locale.ROOT) + "-" + asked.toEpochMilli();
  }

  @Override
  public Instant availableAt() {
    return asked;
  }

  @Override
  public ObjectNode write() {
    return Json.object()
        .put("kind", kind.name())
        .put("asked", asked.toString())
        .put("expires", expires.toString())
        .put("service", service);
  }

  static Confirmation read(JsonNode document) {
    return new Confirmation(
        Kind.valueOf(document.path("kind").asText()),
        Instant.parse(document.path("asked").asText()),
        Instant.parse(document.path("expires").asText()),
        document.path("service").asText());
  }
}
