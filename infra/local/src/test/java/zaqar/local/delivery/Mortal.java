// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Random;

/**
 * A function that dies in some of its calls: before its work, after it, so that its answer is lost,
 * or amid it, and then what is under way may still go on.
 *
 * @param <E> the event
 * @param <R> the answer
 */
final class Mortal<E, R> implements RequestHandler<E, R> {
  /** The system property with the seed of its deaths. */
  static final String SEED = "zaqar.seed";

  private static final int LONGEST_LIFE_MILLIS = 60;

  private final RequestHandler<E, R> function;
  private final double share;
  private final Random random = new Random(Long.getLong(SEED, 1));

  /** It dies in this share of its calls. */
  Mortal(RequestHandler<E, R> function, double share) {
    this.function = function;
    this.share = share;
  }

  private enum Death {
    BEFORE,
    AFTER,
    AMID,
    INTERRUPTED
  }

  /** What the caller hears. */
  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Died(Death death) {
      super("a death of this test: " + death, null, false, false);
    }
  }

  @Override
  public R handleRequest(E event, Context context) {
    if (random.nextDouble() >= share) {
      return function.handleRequest(event, context);
    }
    Death death = Death.values()[random.nextInt(Death.values().length)];
    switch (death) {
      case BEFORE -> {}
      case AFTER -> function.handleRequest(event, context);
      case AMID, INTERRUPTED -> {
        Thread work = Thread.startVirtualThread(() -> work(event, context));
        live(random.nextInt(LONGEST_LIFE_MILLIS));
        if (death == Death.INTERRUPTED) {
          work.interrupt();
        }
      }
    }
    throw new Died(death);
  }

  private void work(E event, Context context) {
    try {
      function.handleRequest(event, context);
    } catch (RuntimeException nobodyHears) {
      // It is dead already.
    }
  }

  private static void live(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
