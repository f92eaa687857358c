// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import zaqar.check.wire.Answer;

/**
 * Reads a queue from its start and follows markers: one session. Told to stop, it goes on until a
 * page that was asked for after that shows that the queue ends there.
 */
public final class Observer implements Runnable {
  /** How many pages he reads when it is time to stop, and how many of these a failure costs. */
  private static final int PATIENCE = 10_000;

  private static final int FAILURE = 100;

  private final Client client;
  private final Reading reading;
  private final Stop stop;

  /** Reads in the name of {@code client} until it is told to stop, and then to the end. */
  public Observer(Client client, Reading reading, Stop stop) {
    this.client = client;
    this.reading = reading;
    this.stop = stop;
  }

  @Override
  public void run() {
    String path = client.path("/messages" + reading.query());
    int patience = PATIENCE;
    while (patience > 0 && !Thread.currentThread().isInterrupted()) {
      boolean mayEnd = stop.isRequested();
      Optional<Answer> answer = client.send("GET", path, null).filter(Answer::succeeded);
      if (answer.isEmpty()) {
        patience -= mayEnd ? FAILURE : 0;
        client.rest();
        continue;
      }
      patience -= mayEnd ? 1 : 0;
      JsonNode page = answer.get().json();
      String next = page.at("/links/0/href").asText();
      boolean atEnd = next.isEmpty() && page.path("messages").isEmpty();
      if (atEnd && mayEnd) {
        return;
      }
      if (atEnd) {
        stop.pause(reading.pause());
      }
      path = next.isEmpty() ? path : next.substring("/v2".length());
    }
  }
}
