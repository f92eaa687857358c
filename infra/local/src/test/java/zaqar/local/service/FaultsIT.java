// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients see of each kind of fault, alone. */
class FaultsIT {
  private static final Duration LONGER_THAN_ANYBODY_WAITS = Duration.ofMillis(1200);

  private final Faults faults = new Faults();
  private final Instance instance = Instance.start(faults);
  private final String queue = UUID.randomUUID().toString();

  /** Something goes wrong at the first attempt to make this call. */
  private void befall(String call, Fault fault) {
    faults.follow(a -> a.isFirst() && a.call().equals(call) ? fault : Fault.NONE);
  }

  private int post() {
    String two = "{\"messages\":[{\"body\":1},{\"body\":2}]}";
    return instance.call("POST", queue + "/messages", two).status();
  }

  private int total() {
    Instance another = instance.another();
    return another.call("GET", queue + "/stats", "").body().at("/messages/total").asInt();
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 201, 2",
    "DELAYED, 201, 2",
    "REFUSED, 503, 0",
    "FAILED, 503, 0",
    "THROTTLED, 201, 2",
    "PARTIAL, 201, 2",
    "CRASH, 503, 0",
    "LATE, 201, 2",
    "LOST, 503, 2",
    "BROKEN, 503, 2",
    "CRASH_AFTER, 503, 2"
  })
  void post_isAnsweredUnderEachFault(Fault.Kind kind, int status, int left) {
    befall("BatchWriteItem 1", Fault.of(kind));

    assertThat(post()).isEqualTo(status);

    assertThat(total()).isEqualTo(left);
  }

  @ParameterizedTest
  @EnumSource(Fault.Kind.class)
  void delete_isTriedAgainUnlessTheInstanceCrashes(Fault.Kind kind) {
    String id = instance.post(queue, 2, 100).getFirst();
    befall("DeleteItem 1", Fault.of(kind));

    int status = instance.call("DELETE", queue + "/messages/" + id, "").status();

    assertThat(faults.isCrashed()).isEqualTo(Fault.of(kind).isCrash());
    assertThat(status).isEqualTo(faults.isCrashed() ? 503 : 204);
    assertThat(total()).isEqualTo(kind == Fault.Kind.CRASH ? 2 : 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "PARTIAL"})
  void claim_takesAllAlthoughTheStoreIsShortOfCapacity(Fault.Kind kind) {
    instance.post(queue, 5, 100);
    befall("BatchExecuteStatement 1", Fault.of(kind));

    Instance.Reply claim = instance.call("POST", queue + "/claims", "");

    assertThat(claim.body().get("messages")).hasSize(5);
  }

  @Test
  void list_showsAllAlthoughTheStoreIsShortOfCapacity() {
    instance.post(queue, 5, 3000);
    befall("BatchGetItem 1", Fault.of(Fault.Kind.PARTIAL));

    Instance.Reply page = instance.call("GET", queue + "/messages?echo=true", "");

    assertThat(page.body().get("messages")).hasSize(5);
  }

  @Test
  void post_thatIsHeldUpTooLongIsA503AlthoughItLandsInTheEnd() throws Exception {
    post();
    befall("BatchWriteItem 1", new Fault(Fault.Kind.DELAYED, LONGER_THAN_ANYBODY_WAITS));

    assertThat(post()).isEqualTo(503);

    assertThat(total()).isEqualTo(2);
    Thread.sleep(LONGER_THAN_ANYBODY_WAITS);
    assertThat(total()).isEqualTo(4);
  }

  @Test
  void post_whoseAnswerIsHeldUpTooLongIsA503AlthoughItIsThere() {
    befall("BatchWriteItem 1", new Fault(Fault.Kind.LATE, LONGER_THAN_ANYBODY_WAITS));

    assertThat(post()).isEqualTo(503);

    assertThat(total()).isEqualTo(2);
  }

  @Test
  void read_whoseAnswerIsHeldUpTooLongIsTriedAgain() {
    befall("GetItem 1", new Fault(Fault.Kind.LATE, LONGER_THAN_ANYBODY_WAITS));

    assertThat(post()).isEqualTo(201);

    assertThat(faults.toString()).contains("GetItem 1 LATE after 1200 ms");
  }

  @Test
  void crash_keepsAllLaterRequestsFromTheStore() {
    befall("BatchWriteItem 1", Fault.of(Fault.Kind.CRASH_AFTER));
    post();
    faults.heal();

    assertThat(post()).isEqualTo(503);

    assertThat(faults.isCrashed()).isTrue();
    assertThat(total()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"3000, 503", "-3000, 503", "200, 201", "-200, 201"})
  void instance_whoseClockIsApartFromTheStoresServesWithinItsTolerance(long ahead, int status) {
    Instance apart = new Instance(MovableClock.ahead(Duration.ofMillis(ahead)), Map.of());
    String message = "{\"messages\":[{\"body\":1}]}";

    assertThat(apart.call("POST", queue + "/messages", message).status()).isEqualTo(status);
  }
}
