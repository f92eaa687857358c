// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;

/** A removal of subscriptions that ends half way keeps no subscriber from subscribing again. */
class LeftSubscriberIT {
  private static final String FIRST = "http://127.0.0.1:9/1";
  private static final String SECOND = "http://127.0.0.1:9/2";

  private final String queue = UUID.randomUUID().toString();
  private final Faults faults = new Faults();
  private final MovableClock clock = new MovableClock();
  private final Instance crashing =
      new Instance(clock, TestStore.DELIVERING, new StoreDate(clock), faults);
  private final Instance other = crashing.another(TestStore.DELIVERING);

  private Instance.Reply subscribe(String subscriber) {
    return other.call(
        "POST", queue + "/subscriptions", "{\"subscriber\":\"" + subscriber + "\",\"ttl\":3600}");
  }

  private List<String> subscribers() {
    return other
        .call("GET", queue + "/subscriptions", "")
        .body()
        .path("subscriptions")
        .findValuesAsText("subscriber");
  }

  private void removeHalf(String method, String path) {
    faults.follow(
        a -> {
          if (a.call().equals("BatchWriteItem 1")) {
            return Fault.of(Fault.Kind.PARTIAL);
          }
          return a.isOf(BatchWriteItemRequest.class) || a.isOf(DeleteItemRequest.class)
              ? Fault.of(Fault.Kind.CRASH)
              : Fault.NONE;
        });
    crashing.call(method, queue + path, "");
    assertThat(faults.isCrashed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"DELETE, ''", "POST, /purge"})
  void subscriber_whoseSubscriptionWasHalfRemovedSubscribesAgain(String method, String path) {
    subscribe(FIRST);
    removeHalf(method, path);

    assertThat(subscribe(FIRST).status()).isEqualTo(201);
    assertThat(subscribers()).containsExactly(FIRST);
    assertThat(subscribe(FIRST).status()).isEqualTo(201);
    assertThat(subscribers()).as("no two with one subscriber").containsExactly(FIRST);
  }

  @ParameterizedTest
  @CsvSource({"DELETE, ''", "POST, /purge"})
  void subscription_movesToASubscriberWhoseOwnWasHalfRemoved(String method, String path) {
    subscribe(FIRST);
    removeHalf(method, path);
    String id = subscribe(SECOND).body().path("subscription_id").asText();

    Instance.Reply moved =
        other.call("PATCH", queue + "/subscriptions/" + id, "{\"subscriber\":\"" + FIRST + "\"}");

    assertThat(moved.status()).isEqualTo(204);
    assertThat(subscribers()).containsExactly(FIRST);
  }
}
