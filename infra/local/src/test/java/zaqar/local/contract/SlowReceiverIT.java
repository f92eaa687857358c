// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;
import zaqar.local.aws.Clients;
import zaqar.local.template.QueueResource;

/** Receivers that answer slowly go by a queue of their own, from the second message on. */
class SlowReceiverIT {
  private static final Duration SLOW = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What was given up, by where it was to go and how many came before it. */
  private static Map<String, JsonNode> undelivered(LocalRuntime runtime, int count) {
    Map<String, JsonNode> found = new HashMap<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (SqsClient sqs = Clients.client(SqsClient.builder(), runtime.sqsEndpoint().orElseThrow())) {
      while (found.size() < count && System.nanoTime() < end) {
        List<Message> messages =
            sqs.receiveMessage(
                    r ->
                        r.queueUrl(QueueResource.url("UndeliveredQueue"))
                            .maxNumberOfMessages(10)
                            .waitTimeSeconds(1))
                .messages();
        for (Message message : messages) {
          JsonNode attempt = Json.parse(message.body());
          found.put(attempt.path("subscription").asText() + attempt.at("/message/body"), attempt);
          sqs.deleteMessage(
              r ->
                  r.queueUrl(QueueResource.url("UndeliveredQueue"))
                      .receiptHandle(message.receiptHandle()));
        }
      }
    }
    assertThat(found).hasSize(count);
    return found;
  }

  @Test
  void slowness_isRememberedForTheReceiverThatIsSlow() throws Exception {
    AtomicInteger slowCalls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes());
          boolean isQuestion = body.contains("Confirmation\"");
          boolean isSlow = exchange.getRequestURI().getPath().equals("/slow");
          if (!isQuestion && isSlow && slowCalls.incrementAndGet() == 1) {
            Wait.pass(SLOW);
          }
          if (isQuestion) {
            Consent.give(body);
          }
          exchange.sendResponseHeaders(isQuestion ? 204 : 404, -1);
          exchange.close();
        });
    server.start();
    try (LocalRuntime runtime = LocalRuntime.start(Options.on(new Storage.InMemory()))) {
      Queue queue = new Zaqar(runtime.baseUri()).queue();
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      String slow = subscribe(queue, url + "/slow");
      String quick = subscribe(queue, url + "/quick");
      queue.post("{'body': 1}");
      undelivered(runtime, 2);
      queue.post("{'body': 2}");

      Map<String, JsonNode> second = undelivered(runtime, 2);

      assertThat(second.get(slow + "\"2\"").path("slow").asBoolean()).isTrue();
      assertThat(second.get(quick + "\"2\"").path("slow").asBoolean()).isFalse();
      assertThat(second.get(slow + "\"2\"").path("last_error").asText()).isEqualTo("answered 404");
    } finally {
      server.stop(0);
    }
  }

  private static String subscribe(Queue queue, String url) {
    String id = queue.subscribeTo(url);
    Consent.await(queue, id);
    return id;
  }
}
