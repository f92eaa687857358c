// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import zaqar.check.history.Token;
import zaqar.check.wire.Answer;

/**
 * Posts batches of messages. What was not acknowledged is given up: the next batch has fresh
 * tokens.
 */
public final class Producer implements Runnable {
  private static final int BRIEF = 10;

  private final Client client;
  private final RandomGenerator random;
  private final Posting posting;
  private final Stop stop;

  /** Posts in the name of {@code client} until it is told to stop. */
  public Producer(Client client, RandomGenerator random, Posting posting, Stop stop) {
    this.client = client;
    this.random = random;
    this.posting = posting;
    this.stop = stop;
  }

  @Override
  public void run() {
    if (posting.perSecond() == 0) {
      oneAfterTheOther();
    } else {
      steadily();
    }
  }

  private void oneAfterTheOther() {
    for (int i = 0; i < posting.most() && !stop.isRequested(); i++) {
      Optional<Answer> answer = client.send("POST", client.path("/messages"), document());
      if (answer.isPresent() && answer.get().succeeded()) {
        stop.pause(upTo(posting.pause()));
      } else if (!client.rest()) {
        return;
      }
    }
  }

  private void steadily() {
    long interval = Duration.ofSeconds(1).toNanos() / posting.perSecond();
    long next = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < posting.most() && !stop.isRequested(); i++) {
        String document = document();
        threads.execute(() -> client.send("POST", client.path("/messages"), document));
        next += interval;
        stop.pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
      }
    }
  }

  private String document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode messages = document.putArray("messages");
    String attempt = client.who() + "." + client.history().nextAttempt();
    int count = random.nextInt(1, posting.batch() + 1);
    for (int i = 0; i < count; i++) {
      ObjectNode message = messages.addObject().put("ttl", ttl().toSeconds());
      if (posting.delay().isPositive()) {
        message.put("delay", upTo(posting.delay()).toSeconds());
      }
      message.set("body", Token.body(attempt + "." + i, posting.size()));
    }
    return document.toString();
  }

  private Duration ttl() {
    boolean isBrief = posting.brief().isPositive() && random.nextInt(BRIEF) == 0;
    return isBrief ? posting.brief() : posting.ttl();
  }

  private Duration upTo(Duration longest) {
    return Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
  }
}
