// SPDX-License-Identifier: Apache-2.0
package zaqar.store.misbehaviour;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How a store misbehaves. The same calls in the same order meet the same.
 *
 * @param shares how often each hazard befalls a call or an item, as a share of all
 * @param longestDelay of a call that is held up, or of an answer that is late
 * @param longestTransaction for how long a transaction has hold of its items: other writes on them
 *     meet a conflict
 * @param ttlLag for how long what has expired stays
 * @param clockAhead how far the store's clock is ahead of ours; negative if it is behind
 * @param partitionUnits how many write units a partition takes in a second, and three times as many
 *     read units; 0 if there is no limit. That DynamoDB divides a busy one is not played
 * @param changesOfAShard after so many changes each shard of a stream ends and is followed by two;
 *     0 if one goes on for ever
 */
public record Misbehaviour(
    long seed,
    Map<Hazard, Double> shares,
    Duration longestDelay,
    Duration longestTransaction,
    Duration ttlLag,
    Duration clockAhead,
    int partitionUnits,
    int changesOfAShard) {
  private static final int PARTITION_UNITS = 1000;

  /** None at all. */
  public static final Misbehaviour NONE =
      new Misbehaviour(
          0, Map.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0);

  /** Shares are from none to all. */
  public Misbehaviour {
    shares = Map.copyOf(shares);
    if (shares.values().stream().anyMatch(share -> share < 0 || share > 1)) {
      throw new IllegalArgumentException("no shares: " + shares);
    }
  }

  /** The same by another seed. */
  public Misbehaviour by(long other) {
    return new Misbehaviour(
        other,
        shares,
        longestDelay,
        longestTransaction,
        ttlLag,
        clockAhead,
        partitionUnits,
        changesOfAShard);
  }

  /** The same with one hazard more. */
  public Misbehaviour with(Hazard hazard, double share) {
    Map<Hazard, Double> more = new EnumMap<>(Hazard.class);
    more.putAll(shares);
    more.put(hazard, share);
    return new Misbehaviour(
        seed,
        more,
        longestDelay,
        longestTransaction,
        ttlLag,
        clockAhead,
        partitionUnits,
        changesOfAShard);
  }

  /** The same with delays up to so long. */
  public Misbehaviour delayingUpTo(Duration longest) {
    return new Misbehaviour(
        seed,
        shares,
        longest,
        longestTransaction,
        ttlLag,
        clockAhead,
        partitionUnits,
        changesOfAShard);
  }

  /** The same with transactions that have hold of items for so long at most. */
  public Misbehaviour withTransactionsUpTo(Duration longest) {
    return new Misbehaviour(
        seed, shares, longestDelay, longest, ttlLag, clockAhead, partitionUnits, changesOfAShard);
  }

  /** The same with what has expired staying for so long. */
  public Misbehaviour withTtlLag(Duration lag) {
    return new Misbehaviour(
        seed,
        shares,
        longestDelay,
        longestTransaction,
        lag,
        clockAhead,
        partitionUnits,
        changesOfAShard);
  }

  /** The same with a clock that is so far ahead of ours. */
  public Misbehaviour ahead(Duration duration) {
    return new Misbehaviour(
        seed,
        shares,
        longestDelay,
        longestTransaction,
        ttlLag,
        duration,
        partitionUnits,
        changesOfAShard);
  }

  /**
   * The same with partitions as strong as DynamoDB's: 1,000 write and 3,000 read units a second.
   */
  public Misbehaviour throttlingPartitions() {
    return withPartitionsOf(PARTITION_UNITS);
  }

  /** The same with partitions that take so many write units a second. */
  public Misbehaviour withPartitionsOf(int units) {
    return new Misbehaviour(
        seed, shares, longestDelay, longestTransaction, ttlLag, clockAhead, units, changesOfAShard);
  }

  /** The same with stream shards that are divided after so many changes. */
  public Misbehaviour dividingShardsAfter(int changes) {
    return new Misbehaviour(
        seed,
        shares,
        longestDelay,
        longestTransaction,
        ttlLag,
        clockAhead,
        partitionUnits,
        changes);
  }
}
