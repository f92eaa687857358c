// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How subscribers are told.
 *
 * @param eventBus name of the bus that hears of new messages
 * @param deliveryQueue URL of the queue of what is to be delivered
 * @param slowDeliveryQueue URL of the queue of what is to be delivered to receivers that answer
 *     slowly
 * @param undeliveredQueue URL of the queue of what was given up
 * @param unannouncedQueue URL of the queue that tells which new messages were not announced
 * @param requireConfirmation whether only those are told who have said that they want it
 * @param confirmationUrl the page that a mail asks to confirm on, if it is not this service's own
 * @param mailFrom the address that mail comes from; empty if none is sent
 * @param allowHttp whether webhooks may do without TLS
 * @param allowLoopback whether webhooks may be on this machine
 * @param ownHosts where this service is reached, which no webhook may lead to: hosts, some with
 *     ports
 * @param maxDeliveryTries how often a notification is tried, at most, whatever a retry policy says
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
