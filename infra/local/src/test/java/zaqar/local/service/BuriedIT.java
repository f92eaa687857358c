// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Free messages behind very many that are not: expired, and not removed yet, which takes TTL up to
 * days; or in flight. They are found, and what that costs does not grow with what lies before them
 * (P8), but for one look through it.
 */
class BuriedIT {
  private static final int EXPIRED = 10_000;
  private static final int IN_FLIGHT = 12_000;
  private static final int LAPSED = 100;
  private static final int FRESH = 5;
  private static final int BODY = 860;

  /** Read units of one look through so many expired messages, at 4 KB each. */
  private static final double ONE_LOOK = EXPIRED * 1024.0 / 4096;

  /** Read units of a request that finds what it asks for where it looks. */
  private static final double FEW = 20;

  private static final Map<String, String> WIDE =
      Map.of("MaxMessagesPerClaimOrPop", "100", "WriteDeadlineMilliseconds", "3000");

  private final Instance filler = Instance.start(WIDE);
  private final String queue = UUID.randomUUID().toString();

  /** Posts a message and puts copies of it beside it, all free and of the same age. */
  private void fill(int messages) {
    post(1, BODY);
    RawItems items = new RawItems(queue);
    items.multiply(items.items().getFirst(), messages);
    filler.clock().advance(Duration.ofSeconds(5));
  }

  private List<String> post(int count, int size) {
    for (int attempt = 0; ; attempt++) {
      try {
        return filler.post(queue, count, size);
      } catch (AssertionError slowMachine) {
        if (attempt == 5) {
          throw slowMachine;
        }
      }
    }
  }

  /** Fresh messages behind those that have expired. */
  private List<String> freshBehindExpired() {
    fill(EXPIRED);
    filler.clock().advance(Duration.ofSeconds(700));
    List<String> fresh = post(FRESH, 100);
    filler.clock().advance(Duration.ofSeconds(5));
    return fresh;
  }

  private static List<String> ids(Instance.Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.body().path("messages").forEach(message -> ids.add(message.get("id").asText()));
    return ids;
  }

  /** What a cold instance shows to one who follows links over empty pages, and what that costs. */
  private double unitsOfAList(List<String> shown) {
    Instance cold = filler.another(WIDE);
    cold.calls().startWithoutHoldUp();
    String path = queue + "/messages?echo=true";
    for (int pages = 0; pages < 20 && !path.isEmpty() && shown.isEmpty(); pages++) {
      Instance.Reply page = cold.call("GET", path, "");
      assertThat(page.status()).isEqualTo(200);
      shown.addAll(ids(page));
      String next = page.body().at("/links/0/href").asText();
      path = next.isEmpty() ? "" : next.substring("/v2/queues/".length());
    }
    return cold.calls().stop().reads();
  }

  /** What a cold instance gives to one who claims, and what that costs. */
  private double unitsOfAClaim(int limit, List<String> claimed) {
    Instance cold = filler.another(WIDE);
    cold.calls().startWithoutHoldUp();
    String terms = "{\"ttl\":3600,\"grace\":60}";
    claimed.addAll(ids(cold.call("POST", queue + "/claims?limit=" + limit, terms)));
    return cold.calls().stop().reads();
  }

  @Test
  void list_ofAFeedThatIsOnlyListedFindsWhatIsBehindExpiredMessages() {
    List<String> fresh = freshBehindExpired();
    List<Double> units = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<String> shown = new ArrayList<>();
      units.add(unitsOfAList(shown));
      assertThat(shown).as("list %d", i).isEqualTo(fresh);
    }

    assertThat(units.getFirst()).as("units %s", units).isLessThan(1.2 * ONE_LOOK);
    assertThat(units.subList(2, 4)).as("units %s", units).allMatch(u -> u < FEW);
  }

  @Test
  void claim_findsWhatIsBehindExpiredMessages() {
    List<String> fresh = freshBehindExpired();
    List<String> claimed = new ArrayList<>();
    double units = unitsOfAClaim(FRESH, claimed);

    assertThat(claimed).isEqualTo(fresh);
    assertThat(units).isLessThan(1.2 * ONE_LOOK);
  }

  @Test
  void claim_behindExpiredMessagesCostsLittleOnceSomebodyHasLooked() {
    List<String> fresh = freshBehindExpired();
    unitsOfAClaim(1, new ArrayList<>());
    filler.clock().advance(Duration.ofSeconds(2));
    unitsOfAClaim(1, new ArrayList<>());
    filler.clock().advance(Duration.ofSeconds(2));
    List<String> claimed = new ArrayList<>();
    double units = unitsOfAClaim(FRESH, claimed);

    assertThat(claimed).isEqualTo(fresh.subList(2, FRESH));
    assertThat(units).isLessThan(FEW);
  }

  @Test
  void claim_findsWhatHasLapsedAmongManyInFlight() {
    fill(IN_FLIGHT);
    Set<String> lapsed = new HashSet<>();
    for (int i = 0; i < IN_FLIGHT; i += LAPSED) {
      int ttl = i == 0 ? 120 : 3600;
      Instance.Reply claim =
          filler.call(
              "POST",
              queue + "/claims?limit=" + LAPSED,
              "{\"ttl\":%d,\"grace\":60}".formatted(ttl));
      assertThat(claim.status()).isEqualTo(201);
      lapsed.addAll(i == 0 ? ids(claim) : List.of());
    }
    filler.clock().advance(Duration.ofSeconds(125));
    post(20, 100);
    filler.clock().advance(Duration.ofSeconds(5));
    List<String> claimed = new ArrayList<>();
    List<Double> units = new ArrayList<>();
    while (claimed.size() < LAPSED + 20 && units.size() < 10) {
      int before = claimed.size();
      units.add(unitsOfAClaim(20, claimed));
      assertThat(claimed.size()).as("messages by claim %d", units.size()).isGreaterThan(before);
    }

    assertThat(claimed).hasSize(LAPSED + 20).containsAll(lapsed);
    assertThat(units).as("units %s", units).allMatch(u -> u < 5 * FEW);
  }
}
