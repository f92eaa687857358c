// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Duration;

/** This instance's clock is off by more than is tolerated, so it must not decide by it. */
public final class ClockOff extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** A clock that is ahead of the store's by something between {@code least} and {@code most}. */
  public ClockOff(Duration tolerance, Duration least, Duration most) {
    super(
        "this instance's clock is off by more than %s: between %s and %s"
            .formatted(tolerance, least, most));
  }
}
