// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was started, to be stopped in the opposite order, once: when it is closed, or when the
 * process ends.
 */
final class Parts implements AutoCloseable {
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Thread atExit = new Thread(this::stopAll, "stop");
  private boolean stopped;

  /** Nothing yet; stopped when it is closed. */
  Parts() {}

  /** Nothing yet; stopped when the process ends, if it was not closed before. */
  static Parts stoppedAtExit() {
    Parts parts = new Parts();
    Runtime.getRuntime().addShutdownHook(parts.atExit);
    return parts;
  }

  /** Takes over a part; one that comes too late is stopped at once. */
  synchronized <T extends AutoCloseable> T add(T part) {
    started.push(part);
    if (stopped) {
      stopAll();
    }
    return part;
  }

  @Override
  public void close() {
    stopAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException theProcessEnds) {
      // Then the hook has done, or finds nothing to do.
    }
  }

  private synchronized void stopAll() {
    stopped = true;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        System.err.println("zaqar: while stopping: " + e);
      }
    }
  }
}
