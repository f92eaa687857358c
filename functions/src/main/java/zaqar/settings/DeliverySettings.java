// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How notifications are delivered.
 *
 * @param eventBus name of the bus that gets an event for new messages
 * @param deliveryQueue URL of the queue of what is to be delivered
 * @param slowDeliveryQueue URL of the queue of deliveries to receivers that answer slowly
 * @param undeliveredQueue URL of the queue of deliveries that were given up
 * @param unannouncedQueue URL of the queue of records about messages that were not announced
 * @param requireConfirmation whether subscribers get notifications only after they have confirmed
 * @param confirmationUrl the page that a mail links to for confirmation, if it is not this
 *     service's own
 * @param mailFrom the sender of mail; empty if no mail is sent
 * @param allowHttp whether webhooks may use plain HTTP
 * @param allowLoopback whether webhooks may be on this machine
 * @param ownHosts hosts, some with ports, by which this service is reached; no webhook may lead to
 *     them
 * @param maxDeliveryTries the most tries of a notification, whatever a retry policy says
 * @param minRetryDelay the shortest wait between two tries
 * @param eventBridge where the bus is, if not in the function's region
 * @param ses what sends mail, if not in the function's region
 * @param sqs where the queues are, if not in the function's region
 */
public record DeliverySettings(
    String eventBus,
    String deliveryQueue,
    String slowDeliveryQueue,
    String undeliveredQueue,
    String unannouncedQueue,
    boolean requireConfirmation,
    Optional<String> confirmationUrl,
    Optional<String> mailFrom,
    boolean allowHttp,
    boolean allowLoopback,
    Set<String> ownHosts,
    int maxDeliveryTries,
    Duration minRetryDelay,
    Optional<Endpoint> eventBridge,
    Optional<Endpoint> ses,
    Optional<Endpoint> sqs) {

  static DeliverySettings from(Environment environment) {
    return new DeliverySettings(
        environment.text("EVENT_BUS"),
        environment.text("DELIVERY_QUEUE"),
        environment.text("SLOW_DELIVERY_QUEUE"),
        environment.text("UNDELIVERED_QUEUE"),
        environment.text("UNANNOUNCED_QUEUE"),
        environment.flag("REQUIRE_CONFIRMATION"),
        environment.optional("EXTERNAL_CONFIRMATION_URL"),
        environment.optional("MAIL_FROM"),
        environment.flag("ALLOW_HTTP"),
        environment.flag("ALLOW_LOOPBACK"),
        environment.set("OWN_HOSTS"),
        environment.number("MAX_DELIVERY_TRIES"),
        environment.seconds("MIN_RETRY_DELAY"),
        Endpoint.from("EVENTBRIDGE", environment),
        Endpoint.from("SESV2", environment),
        Endpoint.from("SQS", environment));
  }
}
