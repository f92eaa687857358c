// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private final Memory memory = new Memory();

  @Test
  void growth_ofALeakShows() {
    live(1, 400, second -> 100_000 + 1_000 * second);

    assertThat(memory.growths(Duration.ofSeconds(300)))
        .singleElement()
        .satisfies(growth -> assertThat(growth.factor()).isGreaterThan(1.5));
  }

  @Test
  void growth_ofAStartDoesNot() {
    live(1, 400, second -> Math.min(200_000, 50_000 + 2_000 * second));

    assertThat(memory.growths(Duration.ofSeconds(300)))
        .singleElement()
        .satisfies(growth -> assertThat(growth.factor()).isEqualTo(1));
  }

  @Test
  void growths_leaveShortLivesOut() {
    live(1, 100, second -> second);
    live(2, 400, second -> 1);

    assertThat(memory.growths(Duration.ofSeconds(300)))
        .extracting(Memory.Growth::pid)
        .containsExactly(2L);
  }

  @Test
  void look_findsThisProcess() throws Exception {
    memory.look("test", ProcessHandle.current().pid());
    memory.look("nobody", Integer.MAX_VALUE);

    assertThat(memory.table(Duration.ofSeconds(60))).contains("test", " MB").hasLineCount(1);
  }

  private void live(long pid, int seconds, IntUnaryOperator kilobytes) {
    for (int second = 0; second < seconds; second++) {
      memory.note(Duration.ofSeconds(second), "process", pid, kilobytes.applyAsInt(second));
    }
  }
}
