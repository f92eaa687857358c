// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Does to the queue, now and then, what those do who look after it. */
public final class Admin implements Runnable {
  private static final int MOST_SHARDS = 8;

  private final Client client;
  private final RandomGenerator random;
  private final Chores chores;
  private final Stop stop;

  /** Works in the name of {@code client} until it is told to stop. */
  public Admin(Client client, RandomGenerator random, Chores chores, Stop stop) {
    this.client = client;
    this.random = random;
    this.chores = chores;
    this.stop = stop;
  }

  @Override
  public void run() {
    int shards = 1;
    while (true) {
      stop.pause(Duration.ofMillis(random.nextLong(chores.pause().toMillis() + 1)));
      if (stop.isRequested()) {
        return;
      }
      int chore = random.nextInt(chores.sum());
      if (chore < chores.purge()) {
        client.insist("POST", client.path("/purge"), "{\"resource_types\":[\"messages\"]}");
      } else if (chore < chores.purge() + chores.recreate()) {
        client.insist("DELETE", client.path(""), null);
        client.insist("PUT", client.path(""), chores.metadata());
      } else {
        shards = Math.min(MOST_SHARDS, shards + 1);
        client.insist("PATCH", client.path(""), growth(shards));
      }
    }
  }

  private static String growth(int shards) {
    return "[{\"op\":\"add\",\"path\":\"/metadata/_shards\",\"value\":" + shards + "}]";
  }
}
