// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.SplittableRandom;
import software.amazon.awssdk.core.SdkRequest;

/** What befalls which attempt to call the store; the same attempt always gets the same. */
@FunctionalInterface
public interface Plan {
  /** Nothing goes wrong. */
  Plan NONE = attempt -> Fault.NONE;

  Fault befalls(Attempt attempt);

  /**
   * One attempt to call the store.
   *
   * @param number counts an instance's attempts, from 1
   * @param call the call's name, and which call of that name it is, such as {@code PutItem 2}
   * @param isFirst whether it is the first attempt to make this call
   */
  record Attempt(int number, String call, boolean isFirst) {
    boolean isOf(Class<? extends SdkRequest> kind) {
      return call.startsWith(name(kind) + " ");
    }
  }

  /** The name that DynamoDB has for a call. */
  static String name(Class<? extends SdkRequest> kind) {
    return kind.getSimpleName().replace("Request", "");
  }

  /** Draws what befalls the n-th attempt from a seed. */
  static Plan seeded(long seed, Rates rates) {
    return new Seeded(seed, rates);
  }

  /** A plan that can be told again. */
  record Seeded(long seed, Rates rates) implements Plan {
    private static final long STEP = 0x9e3779b97f4a7c15L;

    @Override
    public Fault befalls(Attempt attempt) {
      return rates.draw(new SplittableRandom(seed + STEP * attempt.number()));
    }
  }
}
