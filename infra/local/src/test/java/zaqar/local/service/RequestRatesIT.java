// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A project that asks too often of one instance. */
class RequestRatesIT {
  private static final Map<String, String> LIMITED = Map.of("MaxRequestsPerSecond", "2");

  private final Instance instance = Instance.start(LIMITED);
  private final String queue = UUID.randomUUID().toString();

  private Instance.Reply get(Instance instance) {
    return instance.call("GET", queue, "");
  }

  @Test
  void project_waitsAtThisInstanceAlone() {
    List<Instance.Reply> refused =
        IntStream.range(0, 20)
            .mapToObj(n -> get(instance))
            .filter(reply -> reply.status() != 200)
            .toList();

    assertThat(refused).isNotEmpty();
    Instance.Reply reply = refused.getFirst();
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers()).containsEntry("Retry-After", "1");
    assertThat(reply.body().path("title").asText()).isEqualTo("Service temporarily unavailable");
    assertThat(reply.body().path("description").asText()).contains("MaxRequestsPerSecond");
    assertThat(get(Instance.start(LIMITED)).status()).isEqualTo(200);
    instance.clock().advance(Duration.ofSeconds(1));
    assertThat(get(instance).status()).isEqualTo(200);
  }
}
