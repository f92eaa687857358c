// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkloadTest {
  @Test
  void parse_readsNamesAndAll() {
    assertThat(Workload.parse("post-1,claim-bulk"))
        .containsExactly(Workload.POST_1, Workload.CLAIM_BULK);
    assertThat(Workload.parse("all")).containsExactly(Workload.values());
  }

  @Test
  void parse_namesThoseThatThereAre() {
    assertThatThrownBy(() -> Workload.parse("post-2"))
        .isInstanceOf(CannotRun.class)
        .hasMessageContaining("post-20, list, claim-delete");
  }
}
