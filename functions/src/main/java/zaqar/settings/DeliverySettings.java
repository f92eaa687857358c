package zaqar.settings;

import java.util.Optional;

/**
 * How subscribers are told.
 *
 * @param eventBus name of the bus that hears of new messages
 * @param deliveryQueue URL of the queue of what is to be delivered
 * @param undeliveredQueue URL of the queue of what was given up
 * @param allowHttp whether webhooks may do without TLS
 * @param allowLoopback whether webhooks may be on this machine
 * @param eventBridge where the bus is, if not in the function's region
 * @param sqs where the queues are, if not in the function's region
 */
public record DeliverySettings(
    String eventBus,
    String deliveryQueue,
    String undeliveredQueue,
    boolean allowHttp,
    boolean allowLoopback,
    Optional<Settings.Endpoint> eventBridge,
    Optional<Settings.Endpoint> sqs) {

  static DeliverySettings from(Environment environment) {
    return new DeliverySettings(
        environment.text("EVENT_BUS"),
        environment.text("DELIVERY_QUEUE"),
        environment.text("UNDELIVERED_QUEUE"),
        environment.flag("ALLOW_HTTP"),
        environment.flag("ALLOW_LOOPBACK"),
        Settings.Endpoint.from("AWS_ENDPOINT_URL_EVENTBRIDGE", environment),
        Settings.Endpoint.from("AWS_ENDPOINT_URL_SQS", environment));
  }
}
