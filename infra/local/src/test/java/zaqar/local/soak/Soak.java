// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import zaqar.check.history.History;

/** Carries a plan out under load, and tells what was seen. */
final class Soak {
  private final Plan plan;
  private final Path folder;
  private final History history = new History();
  private final Outages outages = new Outages();
  private final Memory memory = new Memory();

  /** Will keep data and output in {@code folder}. */
  Soak(Plan plan, Path folder) {
    this.plan = plan;
    this.folder = folder;
  }

  Findings run() throws Exception {
    try (MortalRuntime runtime = new MortalRuntime(folder);
        Load load = new Load(plan, history, runtime::wire);
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor()) {
      runtime.start();
      ScheduledFuture<?> looks =
          watch.scheduleAtFixedRate(() -> look(runtime), 0, 1, TimeUnit.SECONDS);
      load.start();
      for (Duration pause : plan.kills()) {
        sleep(pause);
        kill(runtime);
      }
      sleep(plan.peace());
      load.finish();
      if (!looks.cancel(false)) {
        looks.get();
      }
    }
    return new Findings(plan, history.events(), outages, memory);
  }

  private void kill(MortalRuntime runtime) throws Exception {
    long from = history.now();
    runtime.kill();
    runtime.start();
    runtime.awaitAnswer();
    outages.add(from, history.now());
  }

  private void look(MortalRuntime runtime) {
    try {
      memory.look("runtime", runtime.pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sleep(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }
}
