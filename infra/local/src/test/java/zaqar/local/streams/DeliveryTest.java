// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import zaqar.local.lambda.EventFunction;
import zaqar.local.template.StreamSource.Failures;

class DeliveryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final List<String> ALL = List.of();
  private static final List<String> NONE = List.of("");

  private final List<List<String>> calls = new ArrayList<>();
  private final List<String> done = new ArrayList<>();

  @Test
  void deliver_givesAWholeBatchOnce() throws Exception {
    deliver(failures(false, 2), batch(5), sent -> ALL);

    assertThat(calls).containsExactly(List.of("0", "1", "2", "3", "4"));
    assertThat(done).containsExactly("4");
  }

  @Test
  void deliver_goesOnAtTheFirstRecordThatFailed() throws Exception {
    deliver(failures(false, 2), batch(5), sent -> calls.size() == 1 ? List.of("3", "2") : ALL);

    assertThat(calls).containsExactly(sequence(0, 5), sequence(2, 5));
    assertThat(done).containsExactly("1", "4");
  }

  @Test
  void deliver_triesAgainAsOftenAsItShould() throws Exception {
    deliver(failures(false, 2), batch(2), sent -> NONE);

    assertThat(calls).hasSize(3).containsOnly(List.of("0", "1"));
    assertThat(done).as("given up").containsExactly("1");
  }

  /** Which the function asks for by throwing: this is how one bad record ends alone. */
  @Test
  void deliver_halvesABatchWhoseCallFailed() throws Exception {
    deliver(failures(true, 1), batch(8), sent -> sent.contains("5") ? fail() : ALL);

    assertThat(calls.stream().filter(call -> !call.contains("5")))
        .containsExactly(sequence(0, 4), List.of("4"), sequence(6, 8));
    assertThat(calls.stream().filter(List.of("5")::equals)).hasSize(2);
    assertThat(done).containsExactly("3", "4", "5", "7");
  }

  @Test
  void deliver_countsHalvingAsNoRetry() throws Exception {
    deliver(failures(true, 0), batch(2), sent -> fail());

    assertThat(calls).containsExactly(sequence(0, 2), List.of("0"), List.of("1"));
    assertThat(done).containsExactly("0", "1");
  }

  @Test
  void deliver_doesNotHalveUnlessItShould() throws Exception {
    deliver(failures(false, 1), batch(4), sent -> fail());

    assertThat(calls).containsExactly(sequence(0, 4), sequence(0, 4));
    assertThat(done).containsExactly("3");
  }

  @Test
  void deliver_doesNotHalveWhatRemainsAfterTheRecordThatFailed() throws Exception {
    deliver(failures(true, 1), batch(8), sent -> sent.contains("5") ? List.of("5") : ALL);

    assertThat(calls).containsExactly(sequence(0, 8), sequence(5, 8));
    assertThat(done).as("the good ones behind it are given up with it").containsExactly("4", "7");
  }

  @Test
  void deliver_bringsTheSameBatchWhereTheFirstRecordFailed() throws Exception {
    deliver(failures(true, 3), batch(8), sent -> List.of("0"));

    assertThat(calls).hasSize(4).containsOnly(sequence(0, 8));
    assertThat(done).containsExactly("7");
  }

  @Test
  void deliver_failsABatchWholeForANameThatIsNone() throws Exception {
    deliver(failures(true, 1), batch(4), sent -> List.of("3", "nobody"));

    assertThat(calls).containsExactly(sequence(0, 4), sequence(0, 4));
  }

  @Test
  void deliver_takesNoListForASuccess() throws Exception {
    deliver(failures(true, 1), batch(4), sent -> null);

    assertThat(calls).hasSize(1);
    assertThat(done).containsExactly("3");
  }

  @Test
  void deliver_givesUpWhatIsTooOld() throws Exception {
    Failures anHour =
        new Failures(false, Optional.empty(), Optional.of(Duration.ofHours(1)), Optional.empty());
    List<Change> batch = new ArrayList<>();
    batch.add(change("old", NOW.minusSeconds(3601)));
    batch.add(change("young", NOW.minusSeconds(3599)));
    deliver(anHour, batch, sent -> ALL);

    assertThat(calls).containsExactly(List.of("young"));
    assertThat(done).containsExactly("old", "young");
  }

  private void deliver(
      Failures failures, List<Change> batch, Function<List<String>, List<String>> function)
      throws InterruptedException {
    GivenUp givenUp = new GivenUp("F", "T", Optional.empty(), Optional.empty(), CLOCK);
    new Delivery(new Calls(function(function), true), failures, givenUp, CLOCK)
        .deliver("shard", batch, change -> done.add(change.sequenceNumber()));
  }

  private EventFunction<DynamodbEvent, StreamsEventResponse> function(
      Function<List<String>, List<String>> function) {
    return new EventFunction<>(
        "F",
        128,
        Duration.ofSeconds(3),
        (event, context) -> {
          List<String> sent =
              event.getRecords().stream()
                  .map(record -> record.getDynamodb().getSequenceNumber())
                  .toList();
          calls.add(sent);
          List<String> failed = function.apply(sent);
          return new StreamsEventResponse(
              failed == null ? null : failed.stream().map(BatchItemFailure::new).toList());
        });
  }

  private static List<String> fail() {
    throw new IllegalStateException("wanted by this test");
  }

  private static Failures failures(boolean bisect, int retries) {
    return new Failures(bisect, Optional.of(retries), Optional.empty(), Optional.empty());
  }

  private static List<Change> batch(int size) {
    return sequence(0, size).stream().map(number -> change(number, NOW)).toList();
  }

  private static Change change(String number, Instant created) {
    ObjectMapper json = new ObjectMapper();
    return new Change(
        number,
        created,
        json.createObjectNode()
            .set("dynamodb", json.createObjectNode().put("SequenceNumber", number)));
  }

  private static List<String> sequence(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }
}
