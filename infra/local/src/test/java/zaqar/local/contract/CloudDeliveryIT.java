// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.CLOUD;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The way of a message through a cloud: stream, bus, rule, queues, webhook, and what is given up.
 */
@Against(CLOUD)
class CloudDeliveryIT {
  private static final String ACCOUNT = ":us-east-1:000000000000:";
  private static final int PATIENCE = 30;

  private final Queue queue;
  private final Hook hook = new Hook();
  private final SqsClient sqs;
  private final EventBridgeClient eventBridge;

  CloudDeliveryIT(Zaqar zaqar, CloudClients clients) throws IOException {
    queue = zaqar.queue();
    sqs = clients.sqs();
    eventBridge = clients.eventBridge();
  }

  @AfterEach
  void stop() {
    hook.close();
  }

  @Test
  void queues_areWhatTheTemplateSays() {
    for (String name : List.of("DeliveryQueue", "SlowDeliveryQueue")) {
      Map<QueueAttributeName, String> attributes =
          sqs.getQueueAttributes(r -> r.queueUrl(url(name)).attributeNames(QueueAttributeName.ALL))
              .attributes();

      assertThat(attributes)
          .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "180")
          .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600");
      JsonNode redrive = Json.parse(attributes.get(QueueAttributeName.REDRIVE_POLICY));
      assertThat(redrive.path("deadLetterTargetArn").asText()).endsWith(":UndeliveredQueue");
      assertThat(redrive.path("maxReceiveCount").asInt()).isEqualTo(100);
    }
  }

  @Test
  void messages_allReachTheirSubscriber() {
    subscribe();
    queue.postNumbers(20);

    assertThat(
            IntStream.range(0, 20).mapToObj(i -> hook.notification().json().path("body").asInt()))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).boxed().toList());
    hook.assertNoMoreNotifications();
  }

  @Test
  void confirmation_isAskedForByTheQueue() {
    queue.subscribe("{'subscriber': '" + hook.url("/") + "'}").expect(201);

    assertThat(hook.question().json().path("Message_Type").asText())
        .isEqualTo("SubscriptionConfirmation");
  }

  @Test
  void largeMessage_reachesItsSubscriberWhole() {
    subscribe();
    String body = UUID.randomUUID().toString().repeat(4_000);
    queue.post("{'body': '" + body + "'}");

    assertThat(hook.notification().json().path("body").asText()).isEqualTo(body);
  }

  @Test
  void refusal_isTriedAgain() {
    hook.answer(503, 429);
    subscribe();
    queue.postNumbers(1);

    String first = hook.notification().header("Webhook-id");
    assertThat(hook.notification().header("Webhook-id")).isEqualTo(first);
    assertThat(hook.notification().header("Webhook-id")).isEqualTo(first);
  }

  @Test
  void event_reachesOtherRulesToo() {
    String name = "listener-" + UUID.randomUUID();
    String listener = sqs.createQueue(r -> r.queueName(name)).queueUrl();
    eventBridge.putRule(
        r -> r.name(name).eventBusName("zaqar").eventPattern("{\"source\": [\"zaqar\"]}"));
    Target target = Target.builder().id(name).arn("arn:aws:sqs" + ACCOUNT + name).build();
    eventBridge.putTargets(r -> r.rule(name).eventBusName("zaqar").targets(target));
    putFromElsewhere();
    subscribe();
    String id = queue.post("{'body': {'n': 1.50}}").getFirst();

    Message heard = receive(listener, id);

    JsonNode event = Json.parse(heard.body());
    assertThat(event.path("source").asText()).isEqualTo("zaqar");
    assertThat(event.path("detail-type").asText()).isEqualTo("Messages Posted");
    assertThat(event.at("/detail/version").asInt()).isEqualTo(1);
    assertThat(event.at("/detail/queue").asText()).isEqualTo(queue.name());
    eventBridge.removeTargets(r -> r.rule(name).eventBusName("zaqar").ids(name));
    eventBridge.deleteRule(r -> r.name(name).eventBusName("zaqar"));
  }

  private void putFromElsewhere() {
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName("zaqar")
            .source("elsewhere")
            .detailType("Messages Posted")
            .detail("{}")
            .build();
    assertThat(eventBridge.putEvents(r -> r.entries(entry)).failedEntryCount()).isZero();
  }

  @Test
  @Needs(Ability.MOVES)
  void delivery_thatIsGivenUpWaitsAndCanBeSentAgain() {
    hook.answer(404);
    subscribe();
    String id = queue.post("{'body': 'lost'}").getFirst();
    hook.notification();

    Message letter = receive(url("UndeliveredQueue"), id);
    sqs.changeMessageVisibility(
        r ->
            r.queueUrl(url("UndeliveredQueue"))
                .receiptHandle(letter.receiptHandle())
                .visibilityTimeout(0));
    sqs.startMessageMoveTask(
        r ->
            r.sourceArn("arn:aws:sqs" + ACCOUNT + "UndeliveredQueue")
                .destinationArn("arn:aws:sqs" + ACCOUNT + "DeliveryQueue"));

    assertThat(hook.notification().json().path("body").asText()).isEqualTo("lost");
  }

  private void subscribe() {
    queue.subscribeTo(hook.url("/hook"));
    hook.confirm(queue.zaqar());
  }

  /** The message in a queue that contains this text. */
  private Message receive(String url, String text) {
    for (int second = 0; second < PATIENCE; second++) {
      for (Message message :
          sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(1))
              .messages()) {
        if (message.body().contains(text)) {
          return message;
        }
      }
    }
    throw new AssertionError("nothing in " + url + " tells of " + text);
  }

  private static String url(String name) {
    return "http://sqs.us-east-1.localhost/000000000000/" + name;
  }
}
