// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CheckerTest {
  private static final int POSTS = 2000;
  private static final int BATCH = 10;

  private static String[] messages(int post) {
    String[] messages = new String[BATCH];
    for (int i = 0; i < BATCH; i++) {
      messages[i] = "m" + post + "." + i;
    }
    return messages;
  }

  @Test
  @Timeout(60)
  void check_ofTwentyThousandMessagesTakesSeconds() {
    Tale tale = new Tale();
    for (int i = 0; i < POSTS; i++) {
      tale.at(i, i + 0.5).post(messages(i));
      for (int observer = 0; observer < 3; observer++) {
        tale.at(i + 0.6, i + 0.7).by("observer-" + observer).page(messages(i));
        tale.at(i + 0.8, i + 0.9).by("observer-" + observer).end();
      }
      tale.at(i + 0.9, i + 0.91).claim("c" + i, messages(i));
      tale.at(i + 0.92, i + 0.93).release("c" + i);
      tale.since(i + 0.93).asking(BATCH).claim("x" + i);
    }
    assertThat(tale.broken(Tolerance.USUAL.lateness(Duration.ofDays(1)))).isEmpty();
    assertThat(tale.events()).hasSize(POSTS * 10);
  }

  @Test
  void lastClaimEnds_whenNoneThatMayBeOpenIsLeft() {
    Tale tale = new Tale().at(0, 1).post("a", "b").at(2, 3).ttl(10).claim("c", "a", "b");
    Checker checker = new Checker(Tolerance.USUAL);
    assertThat(checker.lastClaimEnds(tale.events())).isEqualTo(13_000_000_000L);
    assertThat(checker.lastClaimEnds(tale.at(4, 5).delete("a").events()))
        .isEqualTo(13_000_000_000L);
    assertThat(checker.lastClaimEnds(tale.at(4, 5).delete("b").events())).isZero();
    assertThat(checker.lastClaimEnds(tale.since(20).ttl(10).claim("d").events()))
        .isEqualTo(91_000_000_000L);
  }
}
