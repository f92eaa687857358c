// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The secrets that sign the webhooks of a subscription. After a rotation both secrets sign for a
 * day, so that receivers have the time to learn the new one.
 *
 * @param previous the one before; empty if there was none
 * @param previousUntil until when it signs
 */
public record SigningSecrets(String current, Optional<String> previous, Instant previousUntil) {
  private static final Duration OVERLAP = Duration.ofDays(1);

  static SigningSecrets of(String secret) {
    return new SigningSecrets(secret, Optional.empty(), Instant.EPOCH);
  }

  /** These, with a new one; the one before the current is dropped. */
  SigningSecrets rotated(String fresh, Instant now) {
    return new SigningSecrets(fresh, Optional.of(current), now.plus(OVERLAP));
  }

  /** Those that sign at this time, the current one first. */
  public List<String> at(Instant now) {
    return Stream.concat(
            Stream.of(current), previous.filter(secret -> now.isBefore(previousUntil)).stream())
        .toList();
  }
}
