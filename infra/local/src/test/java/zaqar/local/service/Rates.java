// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How often each kind of fault befalls an attempt to call the store, as shares of all attempts.
 *
 * @param longest the longest delay; each is drawn from none at all up to this
 */
public record Rates(Map<Fault.Kind, Double> shares, Duration longest) {
  /** Nothing goes wrong. */
  public static final Rates NONE = new Rates(Map.of(), Duration.ZERO);

  public Rates {
    shares = Map.copyOf(shares);
    double sum = shares.values().stream().mapToDouble(share -> share).sum();
    if (sum > 1 || shares.values().stream().anyMatch(share -> share < 0)) {
      throw new IllegalArgumentException("not shares of a whole: " + shares);
    }
  }

  /** These rates, and one more kind of fault. */
  public Rates with(Fault.Kind kind, double share) {
    Map<Fault.Kind, Double> more = new EnumMap<>(Fault.Kind.class);
    more.putAll(shares);
    more.put(kind, share);
    return new Rates(more, longest);
  }

  /** These rates, with delays up to {@code duration}. */
  public Rates delayedUpTo(Duration duration) {
    return new Rates(shares, duration);
  }

  /** Draws one fault. */
  Fault draw(RandomGenerator random) {
    double left = random.nextDouble();
    long delay = random.nextLong(longest.toMillis() + 1);
    for (Fault.Kind kind : Fault.Kind.values()) {
      left -= shares.getOrDefault(kind, 0.0);
      if (left < 0) {
        boolean isHeldUp = kind == Fault.Kind.DELAYED || kind == Fault.Kind.LATE;
        return new Fault(kind, isHeldUp ? Duration.ofMillis(delay) : Duration.ZERO);
      }
    }
    return Fault.NONE;
  }
}
