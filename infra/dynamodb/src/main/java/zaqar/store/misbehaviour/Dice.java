// SPDX-License-Identifier: Apache-2.0
package zaqar.store.misbehaviour;

import java.time.Duration;
import java.util.Random;

/** What is left to chance, by a seed. Healed, it lets nothing happen. */
final class Dice {
  private final Misbehaviour misbehaviour;
  private final Random random;
  private volatile boolean isHealed;

  Dice(Misbehaviour misbehaviour) {
    this.misbehaviour = misbehaviour;
    random = new Random(misbehaviour.seed());
  }

  void heal() {
    isHealed = true;
  }

  boolean isHealed() {
    return isHealed;
  }

  /** Whether a hazard befalls what comes next. */
  boolean befalls(Hazard hazard) {
    double share = misbehaviour.shares().getOrDefault(hazard, 0.0);
    return !isHealed && share > 0 && random.nextDouble() < share;
  }

  /** How long something takes that may take so long. */
  Duration upTo(Duration longest) {
    return Duration.ofNanos(random.nextLong(longest.toNanos() + 1));
  }
}
