// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import java.time.Duration;

/** How roles wait: really, or in a time of their own. */
@FunctionalInterface
public interface Sleep {
  /** Waits for so long. */
  void sleep(Duration time) throws InterruptedException;
}
