// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.time.Duration;

/**
 * What is granted to a service before it is said to have broken a promise.
 *
 * @param lateness for how long after its start a request that was not answered, or answered with a
 *     fault, may still take effect
 * @param lapse how long after the end of a claim or a delay messages may take to come back
 * @param tick the unit in which the service counts time: ends of claims and delays are rounded down
 *     to it
 * @param oneOrder whether the messages of different producers have an order, too: only those of a
 *     queue with one shard do, and no history in which shards are mentioned is checked for it
 * @param fullClaims whether a claim or pop must get as much as there is; without it, only those are
 *     looked at that got nothing: Zaqar allows fewer, and a service whose store fails at times, or
 *     whose instances keep out of each other's way, answers with what it has
 * @param waiting for how long those who ask may be given nothing, or younger messages, while a
 *     message is there to be taken
 */
public record Tolerance(
    Duration lateness,
    Duration lapse,
    Duration tick,
    boolean oneOrder,
    boolean fullClaims,
    Duration waiting) {
  private static final Duration WAITING = Duration.ofSeconds(3);

  /** As strict as is right for one instance whose store works. */
  public static final Tolerance USUAL =
      new Tolerance(
          Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofMillis(1), true, true);

  /** One that grants three seconds of waiting, or more where messages may take longer to lapse. */
  public Tolerance(
      Duration lateness, Duration lapse, Duration tick, boolean oneOrder, boolean fullClaims) {
    this(
        lateness,
        lapse,
        tick,
        oneOrder,
        fullClaims,
        lapse.compareTo(WAITING) > 0 ? lapse : WAITING);
  }

  /** The same for requests that take effect within such a time, or never. */
  public Tolerance lateness(Duration longest) {
    return new Tolerance(longest, lapse, tick, oneOrder, fullClaims, waiting);
  }

  /** The same for many instances, or a store that fails at times. */
  public Tolerance forFailingStores() {
    return new Tolerance(lateness, lapse, tick, oneOrder, false, waiting);
  }

  /** The same for a queue with more than one shard. */
  public Tolerance forShards() {
    return new Tolerance(lateness, lapse, tick, false, fullClaims, waiting);
  }

  /** The same for a service in which messages may wait for so long. */
  public Tolerance waiting(Duration longest) {
    return new Tolerance(lateness, lapse, tick, oneOrder, fullClaims, longest);
  }
}
