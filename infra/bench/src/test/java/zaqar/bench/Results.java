// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.time.Duration;

/** Makes up results. */
final class Results {
  private Results() {}

  /** One second of so many requests, of which one failed. */
  static Result of(String target, int requests) {
    Meter meter = new Meter();
    for (int i = 1; i <= requests; i++) {
      meter.answered(i * 1_000_000L, i == 1 ? 503 : 201);
    }
    meter.sample(Duration.ofSeconds(1));
    Load.Measured run = new Load.Measured(Duration.ofSeconds(1), meter);
    return Result.of(target, Workload.POST_1, 1, run);
  }
}
