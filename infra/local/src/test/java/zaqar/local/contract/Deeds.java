// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import zaqar.local.LocalRuntime;
import zaqar.local.iam.Witness;
import zaqar.local.iam.Witness.Deed;

/** What the functions of a runtime have asked of AWS so far. */
record Deeds(LocalRuntime runtime) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);

  Set<Deed> all() {
    return Witness.seen(
        runtime.machine().entrySet().stream()
            .filter(variable -> variable.getKey().startsWith("AWS_ENDPOINT_URL"))
            .map(variable -> URI.create(variable.getValue()).getAuthority())
            .collect(Collectors.toSet()));
  }

  /** Waits until a function has done something to a resource whose ARN ends like this. */
  void await(String function, String action, String resource) {
    Grant grant = new Grant(function, action, "*" + resource);
    await(grant.toString(), () -> grant.isUsed(all()));
  }

  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain for " + what);
      }
      Wait.pass(PAUSE);
    }
  }
}
