// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class ResultTest {
  @Test
  void json_hasRatesLatenciesAndFailures() {
    JsonNode json = Results.of("a", 100).json();
    assertThat(json.path("workload").asText()).isEqualTo("post-1");
    assertThat(json.path("requests_per_second").asDouble()).isEqualTo(100);
    assertThat(json.path("milliseconds").path("p99").asDouble()).isBetween(98.9, 99.2);
    assertThat(json.path("milliseconds").path("p99.9").asDouble()).isBetween(99.9, 100.2);
    assertThat(json.path("milliseconds").path("max").asDouble()).isBetween(99.9, 100.2);
    assertThat(json.path("failed").path("503").asInt()).isEqualTo(1);
    assertThat(json.path("samples")).hasSize(1);
  }
}
