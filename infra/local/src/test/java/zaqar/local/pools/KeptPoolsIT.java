// SPDX-License-Identifier: Apache-2.0
package zaqar.local.pools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;

/** Pools of a runtime whose data survive. */
@Timeout(180)
class KeptPoolsIT {
  @TempDir Path folder;

  private LocalRuntime start(String... pools) {
    return LocalRuntime.start(
        Options.on(new Storage.OnDisk(folder))
            .withParameters(Map.of("AdminMode", "true", "RequireConfirmation", "false"))
            .withPools(List.of(pools)));
  }

  @Test
  void pool_isKeptWithTheData() throws Exception {
    String name;
    try (Hook hook = Hook.start()) {
      try (LocalRuntime first = start("a", "b", "a")) {
        assertThat(first.poolUris())
            .containsExactly("dynamodb://zaqar-pool-a", "dynamodb://zaqar-pool-b");
        Site site = Site.of(first);
        site.register("a");
        site.register("b");
        Queue queue = site.queueIn("a", "{}");
        hook.subscribe(queue);
        queue.post("before");
        // What is under way when a runtime ends comes back after its visibility timeout.
        hook.awaitAll(Set.of("before"));
        name = queue.name();
      }

      try (LocalRuntime without = start()) {
        Queue queue = new Queue(Site.of(without), name);
        queue.post("meanwhile");
        assertThat(queue.bodies()).containsExactly("before", "meanwhile");
        assertThat(queue.messagesIn("a")).isEqualTo(2);
      }

      try (LocalRuntime again = start("a")) {
        assertThat(again.poolUris()).containsExactly("dynamodb://zaqar-pool-a");
        new Queue(Site.of(again), name).post("after");
        hook.awaitAll(Set.of("before", "meanwhile", "after"));
      }
    }
  }
}
