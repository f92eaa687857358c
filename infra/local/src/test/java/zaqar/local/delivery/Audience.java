// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Five subscribers of one queue: four that live, each in its way, and one that always hangs. */
final class Audience implements AutoCloseable {
  /** So many tries that none is in vain for ever. */
  private static final String PATIENT = "'_retry_policy': {'retries_with_no_delay': 50}";

  private final Posts posts;
  private final Random random;
  private final List<Receiver> receivers = new ArrayList<>();
  private final List<Tally> living = new ArrayList<>();
  private final Tally hanging;

  /** Of these posts; {@code random} decides what fails. */
  Audience(Posts posts, Random random) {
    this.posts = posts;
    this.random = new Random(random.nextLong());
    hanging = new Tally("hanging", posts);
  }

  /** All subscribe. */
  void subscribe(Queue queue) throws IOException {
    live(queue, "quick", "", Manners.answering(204));
    live(queue, "quick too", "", Manners.answering(204));
    live(queue, "slow", "", Manners.saying(300, "HTTP/1.1 204 late\r\n\r\n"));
    liveInHalf(queue);
    subscribe(
        queue,
        "",
        visit -> {
          hanging.add(visit);
          visit.hang();
        });
  }

  private void live(Queue queue, String name, String options, Manners manners) throws IOException {
    Tally tally = new Tally(name, posts);
    living.add(tally);
    subscribe(
        queue,
        options,
        visit -> {
          tally.add(visit);
          manners.receive(visit);
        });
  }

  private void liveInHalf(Queue queue) throws IOException {
    Tally tally = new Tally("failing", posts);
    living.add(tally);
    subscribe(
        queue,
        PATIENT,
        visit -> {
          boolean fails = random.nextBoolean();
          if (!fails) {
            tally.add(visit);
          }
          visit.answer(fails ? 500 : 204);
        });
  }

  private void subscribe(Queue queue, String options, Manners manners) throws IOException {
    Receiver receiver = Receiver.start(manners);
    receivers.add(receiver);
    queue.subscribe(receiver.url(), options);
  }

  /** Returns when all living have all that was answered; fails if nothing comes for a time. */
  void awaitAll(Duration patience) throws InterruptedException {
    int before = -1;
    long last = System.nanoTime();
    while (living.stream().anyMatch(tally -> !tally.missing().isEmpty())) {
      int now = living.stream().mapToInt(Tally::messages).sum();
      if (now > before) {
        before = now;
        last = System.nanoTime();
      } else if (System.nanoTime() - last > patience.toNanos()) {
        throw new AssertionError(
            "nothing came for " + patience.toSeconds() + " s; missing: " + missing());
      }
      Thread.sleep(200);
    }
  }

  private String missing() {
    return living.stream().map(Tally::missingText).collect(Collectors.joining("; "));
  }

  /** What came to any of them and was never posted, or not so. */
  List<String> strange() {
    List<String> strange = new ArrayList<>(hanging.strange());
    living.forEach(tally -> strange.addAll(tally.strange()));
    return strange;
  }

  @Override
  public String toString() {
    String all = living.stream().map(Tally::toString).collect(Collectors.joining("; "));
    return all + "; " + hanging;
  }

  @Override
  public void close() throws IOException {
    for (Receiver receiver : receivers) {
      receiver.close();
    }
  }
}
