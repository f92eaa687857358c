// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.check.wire.Wire;

/**
 * Loses one in ten requests: before they take effect, after it, or so that they take effect later.
 * It says so by silence or by a 503.
 */
final class LosingWire implements Wire {
  private static final Duration LATE = Duration.ofMillis(300);

  private final Wire wire;
  private final Random random;

  LosingWire(Wire wire, Random random) {
    this.wire = wire;
    this.random = random;
  }

  @Override
  public Answer send(Call call) throws IOException {
    switch (random.nextInt(30)) {
      case 0 -> {}
      case 1 -> wire.send(call);
      case 2 -> Thread.ofVirtual().start(() -> sendLate(call));
      default -> {
        return wire.send(call);
      }
    }
    if (random.nextBoolean()) {
      throw new IOException("lost");
    }
    return new Answer(503, Map.of(), "{\"title\":\"No\",\"description\":\"Try again.\"}");
  }

  private void sendLate(Call call) {
    try {
      Thread.sleep(LATE);
      wire.send(call);
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
