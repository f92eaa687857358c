// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.settings.Settings;
import zaqar.subscriptions.ConfirmationLimitStore;

/** A receiver is asked once an hour, and three times for that at most (contract 8.8). */
class AskingIT {
  private static final Duration HOUR = Duration.ofHours(1);

  /** More than what clocks may differ by. */
  private static final Duration MOMENT = Duration.ofSeconds(10);

  private final String receiver = "https://example.com/" + UUID.randomUUID();
  private final MovableClock clock = new MovableClock();
  private final Platform platform = platform();
  private final ConfirmationLimitStore askings = new ConfirmationLimitStore(platform);

  private Platform platform() {
    Settings settings = Settings.from(TestStore.environment(Map.of()));
    DynamoDb dynamoDb =
        DynamoDb.connect(settings, clock, DynamoDb.connections(), new StoreDate(clock));
    return new Platform(
        dynamoDb,
        settings,
        new Parallel(Executors.newVirtualThreadPerTaskExecutor()),
        clock,
        Sleeper.real(),
        new Random());
  }

  /** After an answer of the store, which tells the time; functions have read the subscription. */
  private boolean isAllowed(String asking) {
    platform
        .dynamoDb()
        .client()
        .describeTable(r -> r.tableName(platform.settings().controlTable()));
    return askings.countIfAllowed(receiver, asking);
  }

  @Test
  void receiver_isAskedThreeTimesAndByNobodyElseWithinTheHour() {
    assertThat(isAllowed("first")).isTrue();
    assertThat(isAllowed("other")).isFalse();
    assertThat(isAllowed("first")).isTrue();
    assertThat(isAllowed("first")).isTrue();
    assertThat(isAllowed("first")).isFalse();
    clock.advance(HOUR.minus(MOMENT));
    assertThat(isAllowed("first")).isFalse();
    assertThat(isAllowed("other")).isFalse();
    clock.advance(MOMENT.multipliedBy(2));
    assertThat(isAllowed("other")).isTrue();
    assertThat(isAllowed("first")).isFalse();
  }

  @Test
  void receivers_areAskedApart() {
    assertThat(isAllowed("first")).isTrue();
    assertThat(askings.countIfAllowed(receiver + "/other", "first")).isTrue();
    assertThat(isAllowed("other")).isFalse();
  }
}
