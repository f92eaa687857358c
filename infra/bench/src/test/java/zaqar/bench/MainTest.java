// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void options_thatMakeNoSenseEndWithTwo() {
    assertThat(Main.run()).isEqualTo(2);
    assertThat(Main.run("--no-such-option")).isEqualTo(2);
    assertThat(Main.run("--url", "example.com")).isEqualTo(2);
    for (String wrong :
        new String[] {
          "--clients=0",
          "--clients=65",
          "--body=99",
          "--body=262145",
          "--seconds=0",
          "--rounds=0",
          "--rate=-1",
          "--stock=0",
          "--backlog=0",
          "--warm-up=-1",
          "--workload=post-2",
          "--clients=many"
        }) {
      assertThat(Main.run("--url", "http://127.0.0.1:1", wrong)).as(wrong).isEqualTo(2);
    }
  }

  @Test
  void help_namesAllWorkloads() {
    assertThat(Main.run("--help")).isZero();
    for (Workload workload : Workload.values()) {
      assertThat(new picocli.CommandLine(new Main()).getUsageMessage()).contains(workload.option());
    }
  }

  @Test
  void run_ofAnEndpointThatIsNotThereEndsWithTwo() {
    assertThat(Main.run("--url", "http://127.0.0.1:1", "--seconds", "1")).isEqualTo(2);
  }

  @Test
  void run_ofTheCeilingNeedsNoEndpoint() {
    assertThat(Main.run("--ceiling", "--seconds", "1", "--warm-up", "0")).isZero();
  }
}
