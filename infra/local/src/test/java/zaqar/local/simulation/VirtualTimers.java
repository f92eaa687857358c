// SPDX-License-Identifier: Apache-2.0
package zaqar.local.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The timers of one machine in the time of a simulator: those by which the SDK gives calls up. */
final class VirtualTimers extends AbstractExecutorService implements ScheduledExecutorService {
  private final Simulator simulator;
  private final Simulator.Machine machine;

  VirtualTimers(Simulator simulator, Simulator.Machine machine) {
    this.simulator = simulator;
    this.machine = machine;
  }

  private static final class Scheduled extends CompletableFuture<Object>
      implements ScheduledFuture<Object> {
    private final Simulator.Timer timer;

    Scheduled(Simulator.Timer timer) {
      this.timer = timer;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return timer.cancel() && super.cancel(mayInterrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException("nobody asks");
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return new Scheduled(
        simulator.after(Duration.of(delay, unit.toChronoUnit()), () -> machine.start(command)));
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("nobody asks");
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException("nobody asks");
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("nobody asks");
  }

  @Override
  public void execute(Runnable command) {
    machine.start(command);
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
