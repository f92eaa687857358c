// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances whose clocks are not what they should be. */
class ClockIT {
  private final MovableClock clock = new MovableClock();
  private final String queue = UUID.randomUUID().toString();

  private Instance instance(MovableClock storeClock) {
    return new Instance(clock, Map.of(), new StoreDate(storeClock));
  }

  @ParameterizedTest
  @ValueSource(longs = {3000, -3000})
  void instance_whoseClockIsOffRefusesUntilItIsRightAgain(long milliseconds) {
    Instance instance = instance(new MovableClock());
    String message = "{\"messages\":[{\"body\":1}]}";
    assertThat(instance.call("POST", queue + "/messages", message).status()).isEqualTo(201);

    clock.advance(Duration.ofMillis(milliseconds));

    assertThat(instance.call("POST", queue + "/messages", message).status()).isEqualTo(503);
    assertThat(instance.call("GET", queue + "/messages", "").status()).isEqualTo(503);
    assertThat(instance.call("POST", queue + "/claims", "").status()).isEqualTo(503);
    assertThat(instance.call("POST", queue + "/purge", "").status()).isEqualTo(503);
    assertThat(instance.call("DELETE", queue, "").status()).isEqualTo(503);
    assertThat(instance.log()).anyMatch(line -> line.contains("clock is off"));
    assertThat(instance.log()).filteredOn(line -> line.contains("\"ClockRefusals\":1")).hasSize(5);

    clock.advance(Duration.ofMillis(-milliseconds));

    assertThat(instance.call("POST", queue + "/messages", message).status()).isEqualTo(201);
    assertThat(instance.call("GET", queue + "/messages?echo=true", "").body().get("messages"))
        .hasSize(2);
  }

  @Test
  void producer_whosePostsLandOnTwoClocksIsReadBackInOrder() {
    MovableClock fast = new MovableClock();
    fast.advance(Duration.ofMillis(400));
    Instance first = new Instance(fast, Map.of());
    Instance second = new Instance(clock, Map.of());
    StringBuilder posted = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      posted.append((i % 2 == 0 ? first : second).post(queue, 1, 100)).append(' ');
    }

    StringBuilder read = new StringBuilder();
    second
        .call("GET", queue + "/messages?echo=true", "")
        .body()
        .get("messages")
        .forEach(message -> read.append('[').append(message.get("id").asText()).append("] "));

    assertThat(read.toString()).isEqualTo(posted.toString());
  }

  /** Nobody has told it yet that its clock is an hour ahead. */
  private static Instance coldAnHourAhead() {
    return new Instance(MovableClock.ahead(Duration.ofHours(1)), Map.of());
  }

  @Test
  void delete_byAColdInstanceIsNotDecidedByItsClock() {
    Instance instance = instance(clock);
    String message = queue + "/messages/" + instance.post(queue, 1, 100).getFirst();
    String claim =
        instance.call("POST", queue + "/claims", "{\"ttl\":3000}").headers().get("Location");

    assertThat(coldAnHourAhead().call("DELETE", message, "").status()).isEqualTo(503);

    assertThat(instance.call("GET", message, "").status()).isEqualTo(200);
    assertThat(instance.call("GET", claim.replace("/v2/queues/", ""), "").status()).isEqualTo(200);
  }

  /** What one date leaves open just lets it pass for an instance that is off by little. */
  @Test
  void renewal_byAColdInstanceThatIsBehindLastsAsLongAsItSays() {
    Instant time = Instant.parse("2026-01-01T00:00:00.950Z");
    MovableClock storeClock = MovableClock.standing(time);
    Instance instance = new Instance(storeClock, Map.of(), new StoreDate(storeClock));
    instance.post(queue, 1, 100);
    String claim = instance.call("POST", queue + "/claims", "").headers().get("Location");
    MovableClock behind = MovableClock.standing(time.minusMillis(1400));
    Instance cold = new Instance(behind, Map.of(), new StoreDate(storeClock));

    assertThat(cold.call("PATCH", claim.replace("/v2/queues/", ""), "{\"ttl\":60}").status())
        .isEqualTo(204);

    long until = Long.parseLong(new RawItems(queue).items().getFirst().get("u").n());
    assertThat(Instant.ofEpochMilli(until)).isAfterOrEqualTo(time.plusSeconds(60));
  }

  @Test
  void subscription_isNotOverBecauseAColdInstanceIsAnHourAhead() {
    Instance instance =
        new Instance(clock, Map.of("RequireConfirmation", "false"), new StoreDate(clock));
    String subscription = "{\"subscriber\":\"https://192.0.32.1/\",\"ttl\":600}";
    Instance.Reply created = instance.call("POST", queue + "/subscriptions", subscription);
    String path = queue + "/subscriptions/" + created.body().get("subscription_id").asText();

    assertThat(coldAnHourAhead().call("GET", path, "").status()).isEqualTo(200);
    assertThat(coldAnHourAhead().call("PATCH", path, "{\"options\":{}}").status()).isEqualTo(204);
    assertThat(
            coldAnHourAhead().call("GET", queue + "/subscriptions", "").body().get("subscriptions"))
        .hasSize(1);
  }

  @Test
  void instance_thatHasRestedDecidesNothingByWhatItKnewBefore() {
    MovableClock storeClock = new MovableClock();
    Instance instance = instance(storeClock);
    String message = queue + "/messages/" + instance.post(queue, 1, 100).getFirst();
    new Instance(storeClock, Map.of(), new StoreDate(storeClock))
        .call("POST", queue + "/claims", "{\"ttl\":3000}");

    clock.advance(Duration.ofHours(1));

    assertThat(instance.call("DELETE", message, "").status()).isEqualTo(503);
    clock.advance(Duration.ofHours(-1));
    assertThat(instance.call("GET", message, "").status()).isEqualTo(200);
  }
}
