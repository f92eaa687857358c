// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends the requests of one client, and times them where that is wanted. For one thread. */
final class Caller implements AutoCloseable {
  private final Connection connection;
  private @Nullable Meter meter;
  private long due;

  /** Over this connection. */
  Caller(Connection connection) {
    this.connection = connection;
  }

  /** From now on requests count there, or nowhere. */
  void countIn(@Nullable Meter next) {
    meter = next;
  }

  /**
   * The next request was to be sent at this time of {@link System#nanoTime}, and is timed from
   * then, also if it is sent later. So what waits behind a slow answer counts as slow.
   */
  void due(long time) {
    due = time;
  }

  /**
   * Sends a request.
   *
   * @throws IOException if no answer came, which is counted
   */
  Answer send(String method, String path, String headers, byte @Nullable [] body)
      throws IOException {
    long begin = due == 0 ? System.nanoTime() : due;
    due = 0;
    try {
      Answer answer = connection.send(method, path, headers, body);
      if (meter != null) {
        meter.answered(System.nanoTime() - begin, answer.status());
      }
      return answer;
    } catch (IOException e) {
      if (meter != null) {
        meter.unanswered();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
