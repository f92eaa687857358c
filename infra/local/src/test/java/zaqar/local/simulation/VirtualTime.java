// SPDX-License-Identifier: Apache-2.0
package zaqar.local.simulation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import zaqar.dynamodb.Sleeper;

/** How time passes for one machine. */
record VirtualTime(Simulator simulator, Simulator.Machine machine) implements Sleeper {
  @Override
  public void sleep(Duration duration) {
    simulator.pause(duration);
  }

  @Override
  public long nanoTime() {
    return machine.nanoTime();
  }

  @Override
  public <T> CompletableFuture<T> limit(CompletableFuture<T> work, Duration limit) {
    Simulator.Timer timer =
        simulator.after(limit, () -> work.completeExceptionally(new TimeoutException()));
    return work.whenComplete((result, failure) -> timer.cancel());
  }
}
