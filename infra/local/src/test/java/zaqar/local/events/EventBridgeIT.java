// SPDX-License-Identifier: Apache-2.0
package zaqar.local.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import zaqar.local.aws.Clients;
import zaqar.local.sqs.Sqs;
import zaqar.local.template.BusResource;
import zaqar.local.template.QueueResource;
import zaqar.local.template.RuleResource;

@Timeout(60)
class EventBridgeIT {
  private static Sqs sqs;
  private static SqsClient queues;
  private static EventBridge bridge;
  private static EventBridgeClient client;

  @BeforeAll
  static void start() {
    sqs =
        Sqs.start(
            Optional.empty(),
            List.of(
                new QueueResource("Q", Duration.ofSeconds(30), Duration.ZERO, Optional.empty())));
    queues = Clients.client(SqsClient.builder(), sqs.endpoint());
    bridge =
        EventBridge.start(
            List.of(new BusResource("bus")),
            List.of(
                new RuleResource(
                    "R", "bus", "{\"detail\": {\"n\": [{\"numeric\": [\">\", 1]}]}}", List.of("Q")),
                new RuleResource("Lost", "bus", "{\"source\": [\"lost\"]}", List.of("Nowhere"))),
            Clients.client(SqsClient.builder(), sqs.endpoint()));
    client = Clients.client(EventBridgeClient.builder(), bridge.endpoint());
  }

  @AfterAll
  static void stop() {
    client.close();
    bridge.close();
    queues.close();
    sqs.close();
  }

  @Test
  void put_sendsTheWholeEventWhereARuleMatches() throws Exception {
    PutEventsResponse answer =
        put(
            List.of(
                entry ->
                    entry
                        .detail("{\"n\": 2}")
                        .resources("r1", "r2")
                        .time(Instant.parse("2026-01-02T03:04:05.678Z")),
                entry -> entry.detail("{\"n\": 1}")));

    assertThat(answer.failedEntryCount()).isZero();
    JsonNode event = new ObjectMapper().readTree(receive().getFirst().body());
    assertThat(event.toString())
        .isEqualTo(
            ("{\"version\":\"0\",\"id\":\"%s\",\"detail-type\":\"type\",\"source\":\"source\","
                    + "\"account\":\"000000000000\",\"time\":\"2026-01-02T03:04:05Z\","
                    + "\"region\":\"us-east-1\",\"resources\":[\"r1\",\"r2\"],"
                    + "\"detail\":{\"n\":2}}")
                .formatted(answer.entries().getFirst().eventId()));
    assertThat(receive()).isEmpty();
  }

  @Test
  void put_tellsWhichEntriesFailed() {
    PutEventsResponse answer =
        put(
            List.of(
                entry -> entry.detail("{\"n\": 0}"),
                entry -> entry.detail("no JSON"),
                entry -> entry.detail("[1]"),
                entry -> entry.detail("{}").source(null),
                entry -> entry.detail("{}").detailType(""),
                entry -> entry.detail(null),
                entry -> entry.detail("{}").source("aws.ec2"),
                entry -> entry.detail("{}").eventBusName("unheard"),
                entry -> entry.detail("{}").source("lost")));

    assertThat(answer.failedEntryCount()).isEqualTo(8);
    assertThat(answer.entries())
        .extracting(PutEventsResultEntry::errorCode)
        .containsExactly(
            null,
            "MalformedDetail",
            "MalformedDetail",
            "InvalidArgument",
            "InvalidArgument",
            "InvalidArgument",
            "NotAuthorizedForSource",
            "InvalidArgument",
            "InternalFailure");
    assertThat(answer.entries().getFirst().eventId()).isNotEmpty();
  }

  @Test
  void put_refusesRequestsBeyondTheLimits() {
    List<Consumer<PutEventsRequestEntry.Builder>> eleven =
        new ArrayList<>(Collections.nCopies(11, entry -> entry.detail("{}")));
    assertThatThrownBy(() -> put(eleven))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("less than or equal to 10");
    assertThatThrownBy(() -> put(List.of())).isInstanceOf(EventBridgeException.class);

    String most = "{\"x\": \"" + "x".repeat(256 * 1024 - 9 - "sourcetype".length()) + "\"}";
    assertThat(put(List.of(entry -> entry.detail(most))).failedEntryCount()).isZero();
    assertThatThrownBy(() -> put(List.of(entry -> entry.detail(most + " "))))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("Total size of the entries in the request is over the limit");
  }

  @Test
  void otherActions_areUnknown() {
    assertThatThrownBy(() -> client.listEventBuses(request -> {}))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("does not know AWSEvents.ListEventBuses");
  }

  private static PutEventsResponse put(List<Consumer<PutEventsRequestEntry.Builder>> entries) {
    return client.putEvents(
        request -> request.entries(entries.stream().map(EventBridgeIT::entry).toList()));
  }

  private static PutEventsRequestEntry entry(Consumer<PutEventsRequestEntry.Builder> what) {
    return PutEventsRequestEntry.builder()
        .eventBusName("bus")
        .source("source")
        .detailType("type")
        .applyMutation(what)
        .build();
  }

  private static List<Message> receive() {
    return queues
        .receiveMessage(request -> request.queueUrl(QueueResource.url("Q")).maxNumberOfMessages(10))
        .messages();
  }
}
