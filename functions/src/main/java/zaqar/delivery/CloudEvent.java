// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import zaqar.names.QueueName;

/**
 * A posted message as an event of CloudEvents 1.0, in the binary mode of its HTTP binding: headers
 * carry the attributes, and the body is the message's (contract 9.2). It is the same event in each
 * try, and for each subscription of the queue.
 */
record CloudEvent(QueueName queue, AnnouncedMessage message) {
  private static final String OPTION = "_format";
  private static final String FORMAT = "cloudevents";
  private static final String HEADERS = "post_headers";
  private static final String PREFIX = "ce-";

  /** By this content type a receiver tells that the attributes are in the body. */
  private static final String STRUCTURED = "application/cloudevents";

  static boolean isAskedBy(JsonNode options) {
    return options.path(OPTION).asText().equals(FORMAT);
  }

  /** What is wrong with options that are to be set, as a sentence; empty if nothing is. */
  static Optional<String> fault(JsonNode options) {
    JsonNode format = options.path(OPTION);
    if (format.isMissingNode() || format.isNull()) {
      return Optional.empty();
    }
    if (!format.isTextual() || !isAskedBy(options)) {
      return Optional.of(OPTION + " must be \"" + FORMAT + "\", where there is one.");
    }
    return options.path(HEADERS).properties().stream()
        .flatMap(header -> fault(header.getKey(), header.getValue().asText()).stream())
        .findFirst()
        .map(fault -> OPTION + " " + FORMAT + " " + fault);
  }

  private static Optional<String> fault(String name, String value) {
    if (name.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
      return Optional.of("sets the headers that begin with " + PREFIX + " itself.");
    }
    return name.equalsIgnoreCase("Content-Type")
            && value.strip().toLowerCase(Locale.ROOT).startsWith(STRUCTURED)
        ? Optional.of("is the binary mode: the content type is that of the body.")
        : Optional.empty();
  }

  /**
   * What is wrong with options that have no fault of their own, for a subscriber that gets mail.
   */
  static Optional<String> faultForMail(JsonNode options) {
    return isAskedBy(options)
        ? Optional.of(OPTION + " is for webhooks: a mail has no headers for an event.")
        : Optional.empty();
  }

  /**
   * The attributes as headers. None of their values has a character that would have to be encoded.
   */
  Map<String, String> headers() {
    return Map.of(
        PREFIX + "specversion",
        "1.0",
        PREFIX + "id",
        message.id().toString(),
        PREFIX + "source",
        "/v2/queues/" + queue,
        PREFIX + "type",
        "org.openstack.zaqar.message.posted",
        PREFIX + "subject",
        "messages/" + message.id(),
        PREFIX + "time",
        message.posted().toString(),
        PREFIX + "expirytime",
        message.end().toString());
  }
}
