package zaqar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
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

  @Test
  void line_isKeptForAllAndForEach() {
    List<String> log = new ArrayList<>();
    Metrics metrics =
        new Metrics("zaqar", Clock.fixed(Instant.ofEpochMilli(1234), ZoneOffset.UTC), log::add);

    metrics
        .line("INFO")
        .of("pool", "a")
        .count("UnhealthyPools", 0)
        .milliseconds("HealthCheckTime", Duration.ofMillis(56))
        .write();

    assertThat(log)
        .containsExactly(
            "{\"level\":\"INFO\",\"pool\":\"a\",\"UnhealthyPools\":0,\"HealthCheckTime\":56,"
                + "\"_aws\":{\"Timestamp\":1234,\"CloudWatchMetrics\":"
                + "[{\"Namespace\":\"zaqar\",\"Dimensions\":[[],[\"pool\"]],\"Metrics\":"
                + "[{\"Name\":\"UnhealthyPools\",\"Unit\":\"Count\"},"
                + "{\"Name\":\"HealthCheckTime\",\"Unit\":\"Milliseconds\"}]}]}}");
  }
}
