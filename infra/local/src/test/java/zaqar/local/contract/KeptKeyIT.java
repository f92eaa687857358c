// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;

/** The key of this machine is kept with the data. */
@Timeout(120)
class KeptKeyIT {
  @TempDir Path folder;

  private LocalRuntime start() {
    return LocalRuntime.start(Options.on(new Storage.OnDisk(folder.resolve("data"))));
  }

  @Test
  void encryptedMessage_isReadAfterARestart() {
    Queue queue;
    try (LocalRuntime runtime = start()) {
      queue = new Zaqar(runtime.baseUri()).queue().create("{'_enable_encrypt_messages': true}");
      queue.post("{'ttl': 300, 'body': 'before'}");
    }

    try (LocalRuntime runtime = start()) {
      Zaqar zaqar = new Zaqar(runtime.baseUri(), queue.zaqar().project(), queue.zaqar().clientId());
      Queue again = zaqar.queue(queue.name());
      again.post("{'ttl': 300, 'body': 'after'}");

      assertThat(again.bodies("?echo=true")).isEqualTo(List.of("before", "after"));
      assertThat(folder.resolve("data/secrets/kms")).exists();
    }
  }
}
