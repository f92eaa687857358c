package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
}
