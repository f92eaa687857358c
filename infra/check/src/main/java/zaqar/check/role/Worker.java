// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import zaqar.check.wire.Answer;

/**
 * Claims messages and treats each claim in one of the ways that workers have. A claim that is not
 * answered is given up; deleting, releasing and renewing is tried again.
 */
public final class Worker implements Runnable {
  /** How many failures one bears who only wants to come to the end. */
  private static final int PATIENCE = 30;

  private static final int MOST_RENEWALS = 3;

  /** How many times as long as the claim a renewal lasts at most. */
  private static final int LONGEST = 2;

  private final Client client;
  private final RandomGenerator random;
  private final Work work;
  private final Ways ways;
  private final Stop stop;

  /** What a claim got; no claim is named for a pop. */
  private record Held(String claim, List<String> ids) {}

  /** Works in the name of {@code client} until it is told to stop. */
  public Worker(Client client, RandomGenerator random, Work work, Ways ways, Stop stop) {
    this.client = client;
    this.random = random;
    this.work = work;
    this.ways = ways;
    this.stop = stop;
  }

  @Override
  public void run() {
    int failures = 0;
    for (int i = 0; i < work.most() && !stop.isRequested(); i++) {
      Ways.Way way = ways.choose(random);
      Optional<Answer> taken = way == Ways.Way.POP ? pop() : claim();
      if (taken.isEmpty() || !taken.get().succeeded()) {
        failures++;
        if (work.toTheEnd() && failures > PATIENCE) {
          return;
        }
        client.rest();
        continue;
      }
      Held held = held(taken.get());
      if (held.ids().isEmpty() && work.toTheEnd()) {
        return;
      } else if (held.ids().isEmpty()) {
        stop.pause(work.pause());
      } else {
        treat(held, way);
      }
    }
  }

  private Optional<Answer> pop() {
    return client.send("DELETE", client.path("/messages?pop=" + limit()), null);
  }

  private Optional<Answer> claim() {
    return client.send("POST", client.path("/claims?limit=" + limit()), work.terms());
  }

  private int limit() {
    return random.nextInt(1, work.limit() + 1);
  }

  private static Held held(Answer answer) {
    List<String> ids = new ArrayList<>();
    for (JsonNode message : answer.json().path("messages")) {
      ids.add(message.path("id").asText());
    }
    String location = answer.header("Location");
    return new Held(location == null ? "" : location.replaceFirst(".*/", ""), ids);
  }

  private void treat(Held held, Ways.Way way) {
    stop.pause(Duration.ofMillis(random.nextLong(work.pause().toMillis() / 2 + 1)));
    String claim = client.path("/claims/" + held.claim());
    switch (way) {
      case DELETE_ALL -> {
        deleteAtOnce(held);
        if (work.toTheEnd()) {
          client.insist("DELETE", claim, null);
        }
      }
      case DELETE_SOME -> {
        delete(held, random.nextInt(held.ids().size()));
        client.insist("DELETE", claim, null);
      }
      case RENEW -> {
        for (int left = random.nextInt(1, MOST_RENEWALS + 1); left > 0; left--) {
          client.insist("PATCH", claim, work.longer(random.nextInt(1, LONGEST + 1)).terms());
          stop.pause(Duration.ofMillis(random.nextLong(work.pause().toMillis() + 1)));
        }
        delete(held, held.ids().size());
      }
      case LAPSE, POP -> {}
    }
  }

  /**
   * A service that asks for claims when many messages are deleted gets them; others ignore that.
   */
  private void deleteAtOnce(Held held) {
    String query = "?ids=" + String.join(",", held.ids()) + "&claim_ids=" + held.claim();
    client.insist("DELETE", client.path("/messages" + query), null);
  }

  private void delete(Held held, int count) {
    for (String id : held.ids().subList(0, count)) {
      String path = client.path("/messages/" + id + "?claim_id=" + held.claim());
      client.insist("DELETE", path, null);
    }
  }
}
