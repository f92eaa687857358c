// SPDX-License-Identifier: Apache-2.0
package zaqar.local.toys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import zaqar.local.Storage;

@Timeout(120)
class ToysIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Toys toys;

  @BeforeAll
  static void start() throws Exception {
    toys = Toys.start(Toys.checkout(folder.resolve("root")), new Storage.InMemory());
  }

  @AfterAll
  static void stop() {
    toys.close();
  }

  @Test
  void notes_goFromTheTableByStreamBusAndQueueInOrder() throws Exception {
    List<String> ids = IntStream.range(0, 35).mapToObj("note-%02d"::formatted).toList();
    ids.forEach(id -> toys.write(id, "hello"));

    assertThat(toys.awaitReceived(ids)).containsEntry("note-00", 1);
    assertThat(Announcer.SEEN).containsSubsequence(ids);
  }

  @Test
  void notes_areThereWithinAFewTenthsOfASecond() throws Exception {
    toys.write("warm", "hello");
    toys.awaitReceived(List.of("warm"));
    long worst = 0;
    for (int i = 0; i < 10; i++) {
      Thread.sleep(137);
      long start = System.nanoTime();
      toys.write("quick-" + i, "hello");
      toys.awaitReceived(List.of("quick-" + i));
      long millis = (System.nanoTime() - start) / 1_000_000;
      System.out.println("written and received after " + millis + " ms");
      worst = Math.max(worst, millis);
    }
    assertThat(worst).isLessThan(3000);
  }

  @Test
  void stream_givesTheFunctionOnlyWhatItsFilterWants() throws Exception {
    toys.machine()
        .tables()
        .putItem(
            request -> request.tableName("Notes").item(Map.of("id", AttributeValue.fromS("mute"))));
    toys.write("twice", "hello");
    toys.write("twice", "hello again");
    toys.write("last", "hello");
    toys.awaitReceived(List.of("last"));

    assertThat(Announcer.SEEN).doesNotContain("mute").containsOnlyOnce("twice");
  }

  @Test
  void streamFailure_ofOneRecordIsTriedAgainWithoutThoseBeforeIt() throws Exception {
    List<String> ids = List.of("before", "refused", "behind");
    toys.write("before", "hello");
    toys.write("refused", "later");
    toys.write("behind", "hello");

    toys.awaitReceived(ids);
    assertThat(Announcer.SEEN).containsSubsequence(ids).containsOnlyOnce("before", "refused");
  }

  @Test
  void poison_isCutOutAndToldToTheFailureQueue() throws Exception {
    List<String> good = IntStream.range(0, 8).mapToObj(i -> "good-" + i).toList();
    good.subList(0, 5).forEach(id -> toys.write(id, "hello"));
    toys.write("bad", "poison");
    good.subList(5, 8).forEach(id -> toys.write(id, "hello"));

    toys.awaitReceived(good);
    JsonNode told = JSON.readTree(toys.awaitMessage("Lost", "RetryAttemptsExhausted").body());
    assertThat(told.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
    assertThat(told.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(3);
    assertThat(told.at("/DDBStreamBatchInfo/batchSize").asInt()).isEqualTo(1);
  }

  @Test
  void queueFailure_ofOneMessageComesAgainWithoutTheOthers() throws Exception {
    List.of("a", "b", "c").forEach(id -> toys.write(id, "hello"));
    toys.write("once more", "again");
    List.of("d", "e", "f").forEach(id -> toys.write(id, "hello"));

    assertThat(toys.awaitReceived(List.of("a", "b", "c", "once more", "d", "e", "f")))
        .containsEntry("a", 1)
        .containsEntry("once more", 2)
        .containsEntry("f", 1);
  }

  @Test
  void queueFailures_leadToTheDeadLetterQueue() throws Exception {
    toys.write("hopeless", "never");

    assertThat(
            JSON.readTree(toys.awaitMessage("Dead", "hopeless").body()).at("/detail/id").asText())
        .isEqualTo("hopeless");
  }

  @Test
  void delay_holdsAMessageBack() throws Exception {
    long start = System.nanoTime();
    toys.write("patient", "delayed");
    toys.awaitReceived(List.of("patient"));

    assertThat((System.nanoTime() - start) / 1e9)
        .isBetween((double) Receiver.DELAY_SECONDS, Receiver.DELAY_SECONDS + 2.0);
  }

  @Test
  void event_isWhole() throws Exception {
    toys.machine()
        .events()
        .putEvents(
            request ->
                request.entries(
                    PutEventsRequestEntry.builder()
                        .eventBusName("zaqar-notes")
                        .source("toys")
                        .detailType("note")
                        .resources("r")
                        .detail("{\"id\": \"whole\", \"text\": \"never\"}")
                        .build()));
    JsonNode event = JSON.readTree(toys.awaitMessage("Dead", "whole").body());
    assertThat(event.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "version",
            "id",
            "detail-type",
            "source",
            "account",
            "time",
            "region",
            "resources",
            "detail");
  }
}
