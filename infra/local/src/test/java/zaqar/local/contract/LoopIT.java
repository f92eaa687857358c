// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;

/** Queues that subscribe themselves, or each other, do not multiply their messages without end. */
class LoopIT {
  /** Two subscribers on each side: without an end, there would be eight, sixteen, and so on. */
  private static final int FIRST = 1;

  private static final int AT_THE_OTHER = 2;
  private static final int BACK_AGAIN = 4;

  /** A POST that is answered late is tried again, and may have landed. */
  private static final int MOST_AGAIN = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static LocalRuntime here;

  @BeforeAll
  static void startHere() {
    here = start();
  }

  @AfterAll
  static void stop() {
    here.close();
  }

  private static LocalRuntime start() {
    return LocalRuntime.start(
        Options.on(new Storage.InMemory())
            .withParameters(
                Map.of("RequireConfirmation", "false", "OwnHosts", "192.0.32.7,192.0.32.8:8080")));
  }

  /** Takes messages from one queue to another; a header that says otherwise is not sent. */
  private static void forward(Queue from, Queue to) {
    for (int i = 0; i < 2; i++) {
      String options =
          "{'post_data': '{\\\"messages\\\": [{\\\"body\\\": \\\"$zaqar_message$\\\"}]}',"
              + " 'post_headers': {'Client-ID': '%s', 'X-Project-ID': '%s'}}"
                  .formatted(to.zaqar().clientId(), to.zaqar().project());
      String url = to.zaqar().base() + to.path("/messages?" + i);
      from.subscribe("{'subscriber': '" + url + "', 'ttl': 300, 'options': " + options + "}")
          .expect(201);
    }
  }

  private static int count(Queue queue) {
    return queue.stats().path("total").asInt();
  }

  @Test
  void message_inACircleOfTwoDeploymentsComesBackOnce() {
    try (LocalRuntime there = start()) {
      Queue ours = new Zaqar(here.baseUri()).queue().create();
      Queue theirs = new Zaqar(there.baseUri()).queue().create();
      forward(ours, theirs);
      forward(theirs, ours);

      ours.post("{'body': 1, 'ttl': 300}");

      long end = System.nanoTime() + PATIENCE.toNanos();
      while (count(ours) < FIRST + BACK_AGAIN && System.nanoTime() < end) {
        Wait.pass(Duration.ofMillis(100));
      }
      Wait.pass(Duration.ofSeconds(3));
      assertThat(count(theirs)).isBetween(AT_THE_OTHER, MOST_AGAIN * AT_THE_OTHER);
      assertThat(count(ours)).isBetween(FIRST + BACK_AGAIN, FIRST + MOST_AGAIN * BACK_AGAIN);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT/v2/queues/q/messages",
        "http://localhost:PORT/",
        "HTTP://LOCALHOST:PORT",
        "http://127.0.0.2:PORT/",
        "http://[::1]:PORT/?a=b",
        "https://127.0.0.1:PORT/",
        "https://192.0.32.7/",
        "http://192.0.32.7:81/v2",
        "http://192.0.32.8:8080/"
      })
  void subscriber_thatIsTheServiceItselfIsRefused(String url) {
    String own = url.replace("PORT", String.valueOf(here.baseUri().getPort()));
    Queue queue = new Zaqar(here.baseUri()).queue().create();
    String other = queue.subscribeTo("http://127.0.0.1:9/");

    Reply refused = queue.subscribe("{'subscriber': '" + own + "'}").refused(400);
    Reply moved =
        queue.subscription("PATCH", other).json("{'subscriber': '" + own + "'}").refused(400);

    String description = "The subscriber must not lead to this service itself.";
    assertThat(refused.json().path("description").asText()).isEqualTo(description);
    assertThat(moved.json().path("description").asText()).isEqualTo(description);
  }

  @Test
  void subscriber_onAnotherPortOfOurMachineIsFine() {
    Queue queue = new Zaqar(here.baseUri()).queue().create();

    queue.subscribeTo("http://127.0.0.1:9/");
    queue.subscribeTo("http://192.0.32.8:8081/");
  }

  @ParameterizedTest
  @CsvSource({
    "0,201",
    "2,201",
    "3,400",
    "99999999999999999999,400",
    "-1,400",
    "x,400",
    "'0, 0',400"
  })
  void post_countsHops(String hops, int status) {
    Queue queue = new Zaqar(here.baseUri()).queue().create();

    queue.postDocument("{'messages': [{'body': 1}]}").header("X-Zaqar-Hops", hops).expect(status);
  }
}
