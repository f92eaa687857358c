// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zaqar.check.wire.Answer;

/**
 * The id that a client got for its POST of a message is in every line of the log that tells what
 * became of it. A line of DeliveryFunction has it from an entry of its queue, and that has it from
 * the event on the bus.
 */
class TraceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String BODY = "\"my secret\"";
  private static final String POSTED = "\"operation\":\"POST /v2/queues/{queue_name}/messages\"";
  private static final String ANNOUNCED = "\"operation\":\"announce\"";
  private static final String DELIVERED = "\"Delivered\":1";
  private static final String GIVEN_UP = "\"DeliveryFailed\":1";

  @TempDir static Path folder;

  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static Machine machine;
  private static Receiver willing;
  private static Receiver unwilling;

  @BeforeAll
  static void start() throws Exception {
    machine = new Machine(folder, Map.of(), 1);
    OPEN.add(machine);
    machine.start();
    willing = Receiver.start(Manners.answering(204));
    OPEN.addFirst(willing);
    unwilling = Receiver.start(Manners.answering(404));
    OPEN.addFirst(unwilling);
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable open : OPEN) {
      open.close();
    }
  }

  private static String requestOf(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return answer.header("X-Openstack-Request-Id");
  }

  /** Returns when so many lines have both in them; a way through queues may bring some twice. */
  private static void awaitLines(int atLeast, String request, String text)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (count(request, text) < atLeast && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    assertThat(count(request, text))
        .as("%s in %s", text, machine.lines(request))
        .isGreaterThanOrEqualTo(atLeast);
  }

  private static long count(String request, String text) throws IOException {
    return machine.lines(request).stream().filter(line -> line.contains(text)).count();
  }

  @Test
  void request_isFoundInEveryLineOfTheWay() throws Exception {
    Queue queue = new Queue(machine, "plain");
    queue.subscribe(willing.url(), "");

    String request = requestOf(queue.post(List.of(BODY, BODY)));

    awaitLines(1, request, POSTED);
    awaitLines(1, request, ANNOUNCED);
    awaitLines(2, request, DELIVERED);
    assertThat(machine.lines("my secret")).isEmpty();
  }

  @Test
  void request_ofALargeAndDelayedMessageIsFound() throws Exception {
    Queue queue = new Queue(machine, "late");
    queue.create("{'_default_message_delay': 1}");
    queue.subscribe(willing.url(), "");

    String request = requestOf(queue.post(List.of('"' + "x".repeat(200_000) + '"')));

    awaitLines(1, request, ANNOUNCED);
    awaitLines(1, request, DELIVERED);
  }

  @Test
  void request_isFoundWhereALetterTellsThatNothingWasDelivered() throws Exception {
    Queue letters = new Queue(machine, "letters");
    letters.subscribe(willing.url(), "");
    Queue queue = new Queue(machine, "refused");
    queue.subscribe(unwilling.url(), "'_dead_letter_queue': 'letters'");

    String request = requestOf(queue.post(List.of(BODY)));

    awaitLines(1, request, GIVEN_UP);
    awaitLines(2, request, ANNOUNCED);
    awaitLines(1, request, DELIVERED);
  }

  @Test
  void request_isFoundWhereAMessageWasClaimedTooOften() throws Exception {
    Queue dead = new Queue(machine, "dead");
    dead.subscribe(willing.url(), "");
    Queue queue = new Queue(machine, "claimed");
    queue.create("{'_max_claim_count': 0, '_dead_letter_queue': 'dead'}");

    String request = requestOf(queue.post(List.of(BODY)));
    queue.claim();

    awaitLines(1, request, DELIVERED);
  }
}
