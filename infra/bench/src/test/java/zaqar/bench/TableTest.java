// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void median_isTheMiddleOfTheRounds() {
    List<Result> three = List.of(Results.of("a", 10), Results.of("a", 90), Results.of("a", 20));
    assertThat(Table.median(three, Result::requestRate)).isEqualTo(20);
    assertThat(Table.median(three.subList(0, 2), Result::requestRate)).isEqualTo(50);
  }

  @Test
  void table_hasALineForEachTargetAndAllItsFailures() {
    String text =
        new Table(List.of(Results.of("a", 10), Results.of("b", 7), Results.of("a", 30))).toString();
    assertThat(text.lines()).hasSize(3);
    assertThat(text.lines().toList().get(1))
        .startsWith("post-1")
        .contains(" a ", " 20 ")
        .endsWith(" 2");
    assertThat(text.lines().toList().get(2)).contains(" b ", " 7 ").endsWith(" 1");
  }
}
