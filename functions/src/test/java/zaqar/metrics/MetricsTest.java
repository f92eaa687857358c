// SPDX-License-Identifier: Apache-2.0
package zaqar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void line_isWhatCloudWatchReads() {
    List<String> log = new ArrayList<>();
    Metrics metrics =
        new Metrics("zaqar", Clock.fixed(Instant.ofEpochMilli(1234), ZoneOffset.UTC), log::add);

    metrics
        .line("INFO")
        .with("reason", "because")
        .with("attempt", 3)
        .count("Delivered")
        .seconds("DeliveryAge", 7)
        .write();

    assertThat(log)
        .containsExactly(
            "{\"level\":\"INFO\",\"reason\":\"because\",\"attempt\":3,\"Delivered\":1,"
                + "\"DeliveryAge\":7,\"_aws\":{\"Timestamp\":1234,\"CloudWatchMetrics\":"
                + "[{\"Namespace\":\"zaqar\",\"Dimensions\":[[]],\"Metrics\":"
                + "[{\"Name\":\"Delivered\",\"Unit\":\"Count\"},"
                + "{\"Name\":\"DeliveryAge\",\"Unit\":\"Seconds\"}]}]}}");
  }
}
