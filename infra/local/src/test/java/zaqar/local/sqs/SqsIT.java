// SPDX-License-Identifier: Apache-2.0
package zaqar.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import zaqar.local.aws.Clients;
import zaqar.local.template.Arn;
import zaqar.local.template.QueueResource;
import zaqar.local.template.QueueResource.Redrive;

@Timeout(60)
class SqsIT {
  private static final String URL = QueueResource.url("Q");

  @TempDir Path folder;

  @Test
  void queuesInMemory_outliveOthersOfTheProcess() {
    try (Sqs sqs = Sqs.start(Optional.empty(), queues(30));
        SqsClient client = client(sqs)) {
      Sqs.start(Optional.empty(), queues(30)).close();
      start(30).close();

      client.sendMessage(message -> message.queueUrl(URL).messageBody("now"));

      assertThat(receive(client, 0).body()).isEqualTo("now");
    }
  }

  @Test
  void restart_keepsMessagesAndTheirDelays() {
    try (Sqs sqs = start(30);
        SqsClient client = client(sqs)) {
      client.sendMessage(message -> message.queueUrl(URL).messageBody("now"));
      client.sendMessage(message -> message.queueUrl(URL).messageBody("gone"));
      client.sendMessage(message -> message.queueUrl(URL).messageBody("later").delaySeconds(4));
      Message gone = receive(client, 0);
      while (!gone.body().equals("gone")) {
        String receipt = gone.receiptHandle();
        client.changeMessageVisibility(
            change -> change.queueUrl(URL).receiptHandle(receipt).visibilityTimeout(0));
        gone = receive(client, 0);
      }
      String receipt = gone.receiptHandle();
      client.deleteMessage(delete -> delete.queueUrl(URL).receiptHandle(receipt));
    }
    try (Sqs sqs = start(30);
        SqsClient client = client(sqs)) {
      assertThat(receive(client, 0).body()).isEqualTo("now");
      assertThat(receive(client, 0)).isNull();
      assertThat(receive(client, 10).body()).isEqualTo("later");
    }
  }

  @Test
  void restart_takesWhatTheTemplateSaysNow() {
    try (Sqs first = start(30)) {
      assertThat(visibilityTimeout(first)).isEqualTo("30");
    }
    try (Sqs second = start(7)) {
      assertThat(visibilityTimeout(second)).isEqualTo("7");
    }
  }

  @Test
  void inMemory_forgets() {
    for (int start = 0; start < 2; start++) {
      try (Sqs sqs = Sqs.start(Optional.empty(), queues(30));
          SqsClient client = client(sqs)) {
        assertThat(receive(client, 0)).isNull();
        client.sendMessage(message -> message.queueUrl(URL).messageBody("now"));
        assertThat(receive(client, 0)).isNotNull();
      }
    }
  }

  @Test
  void moveTask_survivesARestartOnceItIsWritten() throws Exception {
    try (Sqs sqs = start(30);
        SqsClient client = client(sqs)) {
      for (int i = 0; i < 50; i++) {
        String body = "message " + i;
        client.sendMessage(message -> message.queueUrl(QueueResource.url("D")).messageBody(body));
      }
      client.startMessageMoveTask(task -> task.sourceArn(arn("D")).destinationArn(arn("Q")));
      awaitMoved(client);
      assertThat(count(client, "D")).isZero();
      assertThat(count(client, "Q")).isEqualTo(50);
      // Answered once it is written, after all that came before it.
      client.sendMessage(message -> message.queueUrl(URL).messageBody("message that is later"));
    }
    try (Sqs sqs = start(30);
        SqsClient client = client(sqs)) {
      assertThat(count(client, "D")).isZero();
      assertThat(count(client, "Q")).isEqualTo(51);
      assertThat(receive(client, 0).body()).startsWith("message ");
    }
  }

  @Test
  void endpoint_isOnTheLoopbackAddress() {
    try (Sqs sqs = start(30)) {
      assertThat(sqs.endpoint().getHost()).isEqualTo("127.0.0.1");
    }
  }

  private Sqs start(int visibilityTimeout) {
    return Sqs.start(Optional.of(folder), queues(visibilityTimeout));
  }

  private static List<QueueResource> queues(int visibilityTimeout) {
    return List.of(
        new QueueResource(
            "Q",
            Duration.ofSeconds(visibilityTimeout),
            Duration.ZERO,
            Optional.of(new Redrive("D", 3))),
        new QueueResource("D", Duration.ofSeconds(30), Duration.ZERO, Optional.empty()));
  }

  private static SqsClient client(Sqs sqs) {
    return Clients.client(SqsClient.builder(), sqs.endpoint());
  }

  private static Message receive(SqsClient client, int seconds) {
    List<Message> messages =
        client.receiveMessage(request -> request.queueUrl(URL).waitTimeSeconds(seconds)).messages();
    return messages.isEmpty() ? null : messages.getFirst();
  }

  private static String arn(String queue) {
    return Arn.of("sqs", queue).text();
  }

  private static void awaitMoved(SqsClient client) throws InterruptedException {
    while (!client
        .listMessageMoveTasks(tasks -> tasks.sourceArn(arn("D")))
        .results()
        .getFirst()
        .status()
        .equals("COMPLETED")) {
      Thread.sleep(20);
    }
  }

  private static int count(SqsClient client, String queue) {
    QueueAttributeName messages = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    return Integer.parseInt(
        client
            .getQueueAttributes(
                request -> request.queueUrl(QueueResource.url(queue)).attributeNames(messages))
            .attributes()
            .get(messages));
  }

  private static String visibilityTimeout(Sqs sqs) {
    try (SqsClient client = client(sqs)) {
      return client
          .getQueueAttributes(
              request ->
                  request.queueUrl(URL).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
          .attributes()
          .get(QueueAttributeName.VISIBILITY_TIMEOUT);
    }
  }
}
