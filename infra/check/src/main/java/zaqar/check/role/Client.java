// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import zaqar.check.history.History;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.check.wire.Wire;

/**
 * One client at one queue, all of whose requests go into a history.
 *
 * @param who its name in the history
 * @param id its Client-ID
 * @param wires asked anew for every request, so that requests may go different ways
 * @param sleep how it waits after a failure
 */
public record Client(
    String who, String id, String queue, Supplier<Wire> wires, History history, Sleep sleep) {
  private static final int ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int FAULT = 500;

  /** One that really waits. */
  public Client(String who, String id, String queue, Supplier<Wire> wires, History history) {
    this(who, id, queue, wires, history, Thread::sleep);
  }

  /** The same client by another name in the history. */
  public Client named(String name) {
    return new Client(name, id, queue, wires, history, sleep);
  }

  /** The queue's path, with what follows it. */
  public String path(String rest) {
    return "/queues/" + queue + rest;
  }

  /**
   * Sends a request, once.
   *
   * @param path below {@code /v2}
   * @return empty if there is no answer
   */
  public Optional<Answer> send(String method, String path, @Nullable String body) {
    try {
      return Optional.of(history.send(who, wires.get(), new Call(method, path, id, body)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Sends a request again until the answer tells what became of it, a limited number of times, as
   * clients do with what can be repeated.
   */
  public Optional<Answer> insist(String method, String path, @Nullable String body) {
    Optional<Answer> answer = send(method, path, body);
    for (int i = 1; i < ATTEMPTS && isUnclear(answer) && rest(); i++) {
      answer = send(method, path, body);
    }
    return answer;
  }

  private static boolean isUnclear(Optional<Answer> answer) {
    return answer.map(a -> a.status() >= FAULT).orElse(true);
  }

  /** Pauses as after a failure; false if the thread is to end. */
  boolean rest() {
    try {
      sleep.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
