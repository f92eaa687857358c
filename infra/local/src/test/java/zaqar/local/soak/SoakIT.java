// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zaqar.check.history.HistoryFile;
import zaqar.check.rule.Violation;

/**
 * Deaths under load: the runtime is killed again and again on the same data, and no promise is
 * broken. {@code -Dzaqar.soak=PT10M} makes it long, and {@code -Dzaqar.soak.seed=N} draws other
 * kills.
 */
class SoakIT {
  private static final Duration LONG_LIFE = Duration.ofMinutes(2);
  private static final double MOST_GROWTH = 1.2;

  @TempDir Path folder;

  @Test
  void kills_breakNoPromise() throws Exception {
    Findings findings = new Soak(plan(), folder).run();
    List<Memory.Growth> growths = findings.memory().growths(LONG_LIFE);
    System.out.println(findings);
    growths.forEach(System.out::println);
    List<Violation> violations = findings.violations();
    if (!violations.isEmpty()) {
      HistoryFile.write(Path.of("target", "soak.history"), findings.history());
    }

    assertSoftly(
        all -> {
          all.assertThat(violations).isEmpty();
          all.assertThat(findings.unexplained()).as("failures without a reason").isEmpty();
          all.assertThat(findings.left()).as("messages that no worker got").isZero();
          all.assertThat(growths).allMatch(growth -> growth.factor() < MOST_GROWTH);
        });
  }

  private static Plan plan() {
    long seed = Long.getLong("zaqar.soak.seed", 1);
    String length = System.getProperty("zaqar.soak");
    return length == null ? Plan.brief(seed) : Plan.lasting(seed, Duration.parse(length));
  }
}
