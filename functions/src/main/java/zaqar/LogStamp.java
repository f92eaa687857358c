// SPDX-License-Identifier: Apache-2.0
package zaqar;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Puts before each line of the log, an object of JSON, what all of them have: when it was written,
 * without which Lambda filters no lines by their level, and by which version.
 *
 * @param log takes the lines
 */
record LogStamp(Clock clock, String version, Consumer<String> log) implements Consumer<String> {
  @Override
  public void accept(String line) {
    log.accept(
        "{\"timestamp\":\""
            + clock.instant().truncatedTo(ChronoUnit.MILLIS)
            + "\",\"version\":\""
            + version
            + "\","
            + line.substring(1));
  }
}
