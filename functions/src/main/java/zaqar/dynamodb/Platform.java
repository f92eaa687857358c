package zaqar.dynamodb;

import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;
import zaqar.settings.Settings;

/**
 * Everything with side effects, built in one place and handed down: nothing below reads the time,
 * rolls dice, sleeps, starts threads or opens connections in any other way.
 *
 * @param random must not be guessable in production; tests may seed it
 */
public record Platform(
    DynamoDb dynamoDb,
    Settings settings,
    Parallel parallel,
    Clock clock,
    Pause pause,
    RandomGenerator random) {
  /** What time it is by the store's clock. */
  public Moment now() {
    return at(clock.instant());
  }

  /** What time it was by the store's clock when ours showed this. */
  public Moment at(Instant shown) {
    return dynamoDb.clockGuard().at(shown);
  }
}
