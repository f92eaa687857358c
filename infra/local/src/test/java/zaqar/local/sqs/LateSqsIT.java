// SPDX-License-Identifier: Apache-2.0
package zaqar.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import zaqar.local.aws.Clients;
import zaqar.local.failure.CannotStart;
import zaqar.local.template.QueueResource;

/** SQS starts after the first requests, or when somebody needs it. */
@Timeout(60)
class LateSqsIT {
  private static final String URL = QueueResource.url("Q");
  private static final SendMessageRequest MESSAGE =
      SendMessageRequest.builder().queueUrl(URL).messageBody("now").build();

  private static LateSqs open(Optional<Path> folder) {
    return LateSqs.open(
        folder,
        List.of(new QueueResource("Q", Duration.ofSeconds(30), Duration.ZERO, Optional.empty())));
  }

  private static SqsClient client(LateSqs queues) {
    return Clients.client(SqsClient.builder(), queues.endpoint());
  }

  @Test
  void firstCall_startsIt() {
    try (LateSqs queues = open(Optional.empty());
        SqsClient client = client(queues)) {
      client.sendMessage(MESSAGE);

      assertThat(client.receiveMessage(r -> r.queueUrl(URL)).messages()).hasSize(1);
    }
  }

  @Test
  void timeOfFirstRequests_isOver_startsIt() throws Exception {
    try (LateSqs queues = open(Optional.empty())) {
      CompletableFuture<Void> work = queues.whenStarted(() -> {});
      assertThat(work).isNotDone();

      work.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void stoppedBefore_itNeverStarts() {
    LateSqs queues = open(Optional.empty());
    CompletableFuture<Void> work = queues.whenStarted(() -> {});
    queues.close();

    assertThatThrownBy(work::join).hasCauseInstanceOf(CancellationException.class);
    try (SqsClient client = client(queues)) {
      assertThatThrownBy(() -> client.sendMessage(MESSAGE))
          .isInstanceOf(SdkClientException.class)
          .hasRootCauseInstanceOf(ConnectException.class);
    }
  }

  @Test
  void messagesThatCannotBeRead_failWhoWaits(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("messages.mv.db"), "no messages");
    try (LateSqs queues = open(Optional.of(folder));
        SqsClient client = client(queues)) {
      assertThatThrownBy(() -> client.sendMessage(MESSAGE)).isInstanceOf(SdkClientException.class);
      assertThatThrownBy(() -> queues.whenStarted(() -> {}).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(CannotStart.class);
    }
  }
}
