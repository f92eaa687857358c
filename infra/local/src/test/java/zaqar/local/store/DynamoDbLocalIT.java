package zaqar.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.Checkout;

@Timeout(60)
class DynamoDbLocalIT {
  @TempDir Path path;

  @Test
  void end_isFollowedByAnotherProcessThatThePidFileNames() throws Exception {
    try (DataFolder folder = DataFolder.open(path);
        DynamoDbLocal store = ready(folder)) {
      String first = remembered();
      kill();
      while (remembered().equals(first) || remembered().isEmpty()) {
        Pause.of(Duration.ofMillis(10));
      }

      assertThat(processes())
          .extracting(process -> Long.toString(process.pid()))
          .containsExactly(remembered());
      assertThat(store.failure()).isNotDone();
    }
    assertThat(processes()).isEmpty();
    assertThat(path.resolve("store.pid")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 10, 100})
  void close_soonAfterAnEndLeavesNothingRunning(int milliseconds) throws Exception {
    try (DataFolder folder = DataFolder.open(path)) {
      try (DynamoDbLocal store = ready(folder)) {
        kill();
        Pause.of(Duration.ofMillis(milliseconds));
        assertThat(store.failure()).isNotDone();
      }
      Pause.of(Duration.ofMillis(200));

      assertThat(processes()).isEmpty();
      assertThat(path.resolve("store.pid")).doesNotExist();
    }
  }

  private static DynamoDbLocal ready(DataFolder folder) {
    DynamoDbLocal store = DynamoDbLocal.start(folder, false, Checkout.current().dynamoDbLocal());
    store.awaitReady();
    return store;
  }

  private void kill() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }

  private String remembered() throws IOException {
    return Files.readString(path.resolve("store.pid")).strip();
  }

  private List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(path.toString()))
        .toList();
  }
}
