// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A receiver of webhooks on this machine: keeps notifications, and all else apart. */
final class Hook implements AutoCloseable {
  /** What an answer has in its headers. */
  static final List<String> SIGNED =
      List.of("X-Project-ID", "URL-Methods", "URL-Paths", "URL-Expires", "URL-Signature");

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpServer server;
  private final BlockingQueue<Received> notifications = new LinkedBlockingQueue<>();
  private final BlockingQueue<Received> questions = new LinkedBlockingQueue<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

  /** No other receiver has this, also where it gets the same port later. */
  private final String token = UUID.randomUUID().toString();

  private volatile int answerToQuestions = 200;

  /** A request that came. */
  record Received(Map<String, List<String>> headers, String body) {
    JsonNode json() {
      return Json.parse(body);
    }

    String header(String name) {
      return headers.get(name).getFirst();
    }
  }

  Hook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Received request = new Received(exchange.getRequestHeaders(), body);
    Integer status = 200;
    if (body.contains("Confirmation\"")) {
      questions.add(request);
      status = answerToQuestions;
    } else {
      notifications.add(request);
      status = answers.poll();
    }
    exchange.sendResponseHeaders(status == null ? 200 : status, -1);
    exchange.close();
  }

  /** Where it is called. */
  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path + "?" + token;
  }

  /** Answers the next notifications with these, and all others with 200. */
  void answer(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  /** Answers questions with this status. */
  void answerQuestions(int status) {
    answerToQuestions = status;
  }

  /**
   * The call that a receiver makes to answer a question: it knows what it was sent, and no more.
   *
   * @param body the member of the question that is sent
   */
  static Call reply(Zaqar zaqar, JsonNode question, String body) {
    String url = question.path("WSGISubscribeURL").asText();
    assertThat(url).startsWith(zaqar.base().toString());
    Call call = zaqar.call("PUT", url.substring(zaqar.base().toString().length()));
    SIGNED.forEach(name -> call.header(name, question.path(name).asText()));
    return call.body(question.path(body).toString());
  }

  /** Says yes to the next question. */
  void confirm(Zaqar zaqar) {
    reply(zaqar, question().json(), "SubscribeBody").expect(204);
  }

  Received notification() {
    return next(notifications, "a notification");
  }

  /** The next question whether somebody wants to be told, or word that it is not any more. */
  Received question() {
    return next(questions, "a confirmation");
  }

  private static Received next(BlockingQueue<Received> requests, String what) {
    Received next = poll(requests, PATIENCE);
    assertThat(next).as(what).isNotNull();
    return next;
  }

  private static Received poll(BlockingQueue<Received> requests, Duration time) {
    try {
      return requests.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void assertNoMoreNotifications() {
    assertThat(poll(notifications, Duration.ofMillis(1500))).isNull();
  }

  void assertNoMoreQuestions() {
    assertThat(poll(questions, Duration.ofMillis(1500))).isNull();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
