// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import zaqar.check.wire.Answer;

/**
 * Reads a queue from its start to its end again and again, as who shows a queue to people does:
 * each time is a session of its own. A time that fails is given up.
 */
public final class Reader implements Runnable {
  private final Client client;
  private final Reading reading;
  private final Stop stop;

  /** Reads in the name of {@code client} until it is told to stop. */
  public Reader(Client client, Reading reading, Stop stop) {
    this.client = client;
    this.reading = reading;
    this.stop = stop;
  }

  @Override
  public void run() {
    for (int i = 1; !stop.isRequested(); i++) {
      readOnce(client.named(client.who() + "." + i));
      stop.pause(reading.pause());
    }
  }

  private void readOnce(Client once) {
    String path = once.path("/messages" + reading.query());
    while (!path.isEmpty() && !stop.isRequested()) {
      Optional<JsonNode> page =
          once.send("GET", path, null).filter(Answer::succeeded).map(Answer::json);
      String next = page.map(p -> p.at("/links/0/href").asText()).orElse("");
      path = next.isEmpty() ? "" : next.substring("/v2".length());
    }
  }
}
