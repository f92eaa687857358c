// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;
import zaqar.local.aws.Clients;
import zaqar.local.template.QueueResource;

/** Messages that are hard, or impossible, to announce do not stop what is in their shard. */
class HardToAnnounceIT {
  private static final String TABLE = "MessageTable";
  private static final String UNANNOUNCED = QueueResource.url("UnannouncedQueue");

  private final LocalRuntime runtime = LocalRuntime.start(Options.on(new Storage.InMemory()));
  private final List<Hook> hooks = new ArrayList<>();
  private Queue queue;

  @BeforeEach
  void create() {
    queue = new Zaqar(runtime.baseUri()).queue();
  }

  @AfterEach
  void stop() {
    hooks.forEach(Hook::close);
    runtime.close();
  }

  private Hook subscribe() throws IOException {
    Hook hook = new Hook();
    hooks.add(hook);
    queue.subscribeTo(hook.url("/hook-" + hooks.size()));
    hook.confirm(queue.zaqar());
    return hook;
  }

  private static Set<String> bodies(Hook hook, int count) {
    Set<String> bodies = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      bodies.add(hook.notification().json().path("body").asText().replace("\u4e2d", ""));
    }
    return bodies;
  }

  /** Each has 10,000 characters, and three times as many bytes; eight are all that a POST takes. */
  @Test
  void hundredLargeMessagesInChinese_reachAllSubscribers() throws Exception {
    List<Hook> subscribers = List.of(subscribe(), subscribe(), subscribe());
    Set<String> posted = new TreeSet<>();
    for (int post = 0; post < 13; post++) {
      StringBuilder messages = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        posted.add(post + "-" + i);
        messages.append(i == 0 ? "" : ", ").append("{'body': '" + post + "-" + i);
        messages.append("\u4e2d".repeat(9_990)).append("'}");
      }
      queue.messages("POST", "").json("{'messages': [" + messages + "]}").expect(201);
    }

    for (Hook subscriber : subscribers) {
      assertThat(bodies(subscriber, posted.size())).isEqualTo(posted);
    }
    assertThat(unannounced(0)).isEmpty();
  }

  @Test
  void recordsThatCannotBeAnnounced_endAloneAndTheOthersAreAnnouncedOnce() throws Exception {
    Hook hook = subscribe();
    queue.post("{'body': 'first'}");
    assertThat(bodies(hook, 1)).containsExactly("first");
    try (DynamoDbClient store =
        Clients.client(DynamoDbClient.builder(), runtime.dynamoDbEndpoint())) {
      Map<String, AttributeValue> first = message(store);
      Map<String, AttributeValue> unreadable = copy(first, 2, "\"unreadable\"");
      unreadable.remove("x");
      List<Map<String, AttributeValue>> batch =
          List.of(
              copy(first, 1, "\"one\""),
              unreadable,
              copy(first, 3, "\"three\""),
              copy(first, 4, '"' + letters() + '"'),
              copy(first, 5, "\"five\""));
      store.batchWriteItem(r -> r.requestItems(Map.of(TABLE, puts(batch))));
    }

    assertThat(bodies(hook, 3)).containsExactly("five", "one", "three");
    assertThat(unannounced(2))
        .allSatisfy(
            entry -> {
              JsonNode records = entry.path("DDBStreamBatchInfo");
              assertThat(records.path("batchSize").asInt()).isOne();
              assertThat(records.path("startSequenceNumber").asText()).isNotEmpty();
              assertThat(records.path("streamArn").asText()).contains(TABLE + "/stream/");
            })
        .extracting(entry -> entry.at("/requestContext/reason").asText())
        .satisfiesExactlyInAnyOrder(
            reason -> assertThat(reason).contains("lacks its attribute x"),
            reason -> assertThat(reason).contains("too large"));
    hook.assertNoMoreNotifications();
  }

  /** SQS takes no message that holds one. */
  @Test
  void noncharacters_areDelivered() throws Exception {
    Hook hook = subscribe();
    queue.post("{'body': 'a\uFFFFb\uFFFEc'}");

    assertThat(bodies(hook, 1)).containsExactly("a\uFFFFb\uFFFEc");
  }

  private static Map<String, AttributeValue> message(DynamoDbClient store) {
    return store.scan(r -> r.tableName(TABLE)).items().stream()
        .filter(item -> item.containsKey("a"))
        .findFirst()
        .orElseThrow();
  }

  /** Another message like this one, a little later. */
  private static Map<String, AttributeValue> copy(
      Map<String, AttributeValue> message, int later, String body) {
    Map<String, AttributeValue> copy = new HashMap<>(message);
    byte[] id = message.get("i").b().asByteArray();
    ByteBuffer.wrap(id).putLong(Long.BYTES, later);
    copy.put("i", AttributeValue.fromB(SdkBytes.fromByteArray(id)));
    copy.put("b", AttributeValue.fromB(SdkBytes.fromUtf8String(body)));
    return copy;
  }

  private static List<WriteRequest> puts(List<Map<String, AttributeValue>> items) {
    Stream<PutRequest> puts = items.stream().map(item -> PutRequest.builder().item(item).build());
    return puts.map(put -> WriteRequest.builder().putRequest(put).build()).toList();
  }

  /** More than an event holds, and less than an item. */
  private static String letters() {
    StringBuilder letters = new StringBuilder();
    new Random(1).ints(300_000, 'a', 'z').forEach(letter -> letters.append((char) letter));
    return letters.toString();
  }

  /** What is in the queue of what was not announced, when it is so many at least. */
  private List<JsonNode> unannounced(int count) {
    List<JsonNode> found = new ArrayList<>();
    long end = System.nanoTime() + Hook.PATIENCE.toNanos();
    try (SqsClient sqs = Clients.client(SqsClient.builder(), runtime.sqsEndpoint().orElseThrow())) {
      do {
        List<Message> messages =
            sqs.receiveMessage(
                    r -> r.queueUrl(UNANNOUNCED).maxNumberOfMessages(10).waitTimeSeconds(1))
                .messages();
        messages.forEach(message -> found.add(Json.parse(message.body())));
      } while (found.size() < count && System.nanoTime() < end);
    }
    return found;
  }
}
