// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import zaqar.check.history.History;
import zaqar.check.role.Stop;

/** Says every few seconds how far a load is, until it is closed. */
final class Progress implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final History history;
  private final Duration time;
  private final PrintStream terminal;
  private final Stop stop = new Stop();

  /**
   * Of a load that is recorded in {@code history}.
   *
   * @param time for how long the load goes on before the queue is drained
   */
  Progress(History history, Duration time, PrintStream terminal) {
    this.history = history;
    this.time = time;
    this.terminal = terminal;
  }

  /** Begins. */
  void start() {
    Thread.ofVirtual().name("progress").start(this::run);
  }

  private void run() {
    stop.pause(PAUSE);
    while (!stop.isRequested()) {
      terminal.println(line(history, time));
      stop.pause(PAUSE);
    }
  }

  /** How far it is now. */
  static String line(History history, Duration time) {
    Summary so = Summary.of(history.events());
    long passed = Duration.ofNanos(history.now()).toSeconds();
    String phase =
        passed < time.toSeconds()
            ? String.format(Locale.ROOT, "%d of %d s", passed, time.toSeconds())
            : "waits until the last claim and delay are over, and reads what is left";
    return String.format(
        Locale.ROOT,
        "... %s: %d requests, %d messages posted, %d delivered, %d answered 503",
        phase,
        so.requests(),
        so.acknowledged(),
        so.delivered(),
        so.unavailable());
  }

  @Override
  public void close() {
    stop.request();
  }
}
