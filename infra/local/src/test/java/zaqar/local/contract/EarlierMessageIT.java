// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.ADMIN;

import com.github.f4b6a3.ulid.Ulid;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import zaqar.local.service.GoldenItems;

/** What the first release has written is delivered by this one. */
@Against(ADMIN)
class EarlierMessageIT {
  private final Zaqar zaqar;
  private final MessageTables tables;

  EarlierMessageIT(Zaqar zaqar, MessageTables tables) {
    this.zaqar = zaqar;
    this.tables = tables;
  }

  @Test
  void message_ofTheFirstReleaseReachesItsSubscriber() throws IOException {
    try (Hook hook = new Hook()) {
      Queue queue = zaqar.queue().create();
      queue.subscribe("{'subscriber': '" + hook.url("/hook") + "'}").expect(201);
      hook.confirm(zaqar);

      Instant now = Instant.now();
      tables.putMessage(
          new GoldenItems(zaqar.project(), queue.name(), now)
              .plain(Ulid.min(now.toEpochMilli()), "{\"golden\": [1, 2.50]}"));

      assertThat(hook.notification().body()).contains("{\"golden\": [1, 2.50]}");
    }
  }
}
