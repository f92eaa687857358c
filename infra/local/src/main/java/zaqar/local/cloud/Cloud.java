// SPDX-License-Identifier: Apache-2.0
package zaqar.local.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import zaqar.local.aws.Clients;
import zaqar.local.failure.CannotStart;
import zaqar.local.template.Arn;
import zaqar.local.template.BusResource;
import zaqar.local.template.QueueResource;
import zaqar.local.template.RuleResource;

/**
 * Something that speaks the APIs of AWS, such as LocalStack, where the queues, buses and rules of a
 * template are made. What is there already becomes what the template says.
 */
public final class Cloud implements AutoCloseable {
  /** As long as SQS keeps messages at all. */
  private static final Duration RETENTION = Duration.ofDays(14);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI endpoint;
  private final SqsClient sqs;
  private final EventBridgeClient eventBridge;

  private Cloud(URI endpoint) {
    this.endpoint = endpoint;
    sqs = Clients.client(SqsClient.builder(), endpoint);
    eventBridge = Clients.client(EventBridgeClient.builder(), endpoint);
  }

  /** The cloud whose SQS and EventBridge listen there. */
  public static Cloud at(URI endpoint) {
    return new Cloud(endpoint);
  }

  /**
   * Makes them, each with what it needs before it.
   *
   * @throws CannotStart if the cloud does not answer, or refuses
   */
  public void make(List<QueueResource> queues, List<BusResource> buses, List<RuleResource> rules) {
    try {
      queues.stream()
          .sorted(Comparator.comparing(queue -> queue.redrive().isPresent()))
          .forEach(this::make);
      buses.forEach(this::make);
      rules.forEach(this::make);
    } catch (SdkException e) {
      throw new CannotStart("no queues and buses at " + endpoint + ": " + e.getMessage(), e);
    }
  }

  private void make(QueueResource queue) {
    String url = sqs.createQueue(request -> request.queueName(queue.name())).queueUrl();
    sqs.setQueueAttributes(request -> request.queueUrl(url).attributes(attributes(queue)));
  }

  private static Map<QueueAttributeName, String> attributes(QueueResource queue) {
    Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
    attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, seconds(queue.visibilityTimeout()));
    attributes.put(QueueAttributeName.DELAY_SECONDS, seconds(queue.delay()));
    attributes.put(QueueAttributeName.MESSAGE_RETENTION_PERIOD, seconds(RETENTION));
    queue.redrive().ifPresent(to -> attributes.put(QueueAttributeName.REDRIVE_POLICY, policy(to)));
    return attributes;
  }

  private static String seconds(Duration time) {
    return String.valueOf(time.toSeconds());
  }

  private static String policy(QueueResource.Redrive redrive) {
    return JSON.createObjectNode()
        .put("deadLetterTargetArn", Arn.of("sqs", redrive.queue()).text())
        .put("maxReceiveCount", redrive.maxReceiveCount())
        .toString();
  }

  private void make(BusResource bus) {
    try {
      eventBridge.createEventBus(request -> request.name(bus.name()));
    } catch (ResourceAlreadyExistsException itIsThere) {
      // Nothing else is said of a bus.
    }
  }

  private void make(RuleResource rule) {
    eventBridge.putRule(
        request -> request.name(rule.name()).eventBusName(rule.bus()).eventPattern(rule.pattern()));
    List<Target> targets = rule.queues().stream().map(Cloud::target).toList();
    int refused =
        eventBridge
            .putTargets(
                request -> request.rule(rule.name()).eventBusName(rule.bus()).targets(targets))
            .failedEntryCount();
    if (refused > 0) {
      throw new CannotStart(rule.name() + " cannot send to its queues at " + endpoint);
    }
  }

  private static Target target(String queue) {
    return Target.builder().id(queue).arn(Arn.of("sqs", queue).text()).build();
  }

  @Override
  public void close() {
    sqs.close();
    eventBridge.close();
  }
}
