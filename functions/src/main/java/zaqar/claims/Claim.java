// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import zaqar.messages.Message;
import zaqar.names.ClaimId;

/**
 * A claim: it lives as long as a message carries its id and its time has not run out.
 *
 * @param since when it was created, or renewed last
 * @param messages what it still holds, in order
 */
record Claim(ClaimId id, Duration ttl, Instant since, List<Message> messages) {
  /** Whole seconds since creation or renewal. */
  long age(Instant now) {
    return Math.max(0, Duration.between(since, now).toSeconds());
  }
}
