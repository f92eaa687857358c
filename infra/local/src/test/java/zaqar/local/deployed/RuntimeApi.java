// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import zaqar.local.aws.Endpoint;
import zaqar.local.template.Arn;
import zaqar.store.api.NoAnswer;
import zaqar.store.http.HttpAnswer;
import zaqar.store.http.HttpRequest;

/**
 * Lambda's Runtime API, version 2018-06-01, for one execution environment: hands out events as they
 * are asked for, and takes what comes of each.
 */
public final class RuntimeApi implements AutoCloseable {
  private static final String PREFIX = "/2018-06-01/runtime/";
  private static final int ACCEPTED = 202;

  private final String function;
  private final Duration timeout;
  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private final Map<String, Invocation> underWay = new ConcurrentHashMap<>();
  private final AtomicInteger asking = new AtomicInteger();
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Instant> ready = new CompletableFuture<>();
  private final Endpoint endpoint;

  private record Invocation(String id, byte[] event, CompletableFuture<Outcome> outcome) {}

  /** Starts it for a function, whose invocations may take {@code timeout}. */
  RuntimeApi(String function, Duration timeout) {
    this.function = function;
    this.timeout = timeout;
    endpoint = Endpoint.start("invocations", this::handle);
  }

  /** Host and port. */
  String address() {
    return endpoint.uri().getAuthority();
  }

  /** When the first event was asked for: what comes before is the function's start. */
  CompletableFuture<Instant> ready() {
    return ready.copy();
  }

  /** How many ask for an event now. */
  int asking() {
    return asking.get();
  }

  /** Hands an event out, to whoever asks first. */
  CompletableFuture<Outcome> invoke(byte[] event) {
    Invocation invocation =
        new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
    underWay.put(invocation.id(), invocation);
    waiting.add(invocation);
    return invocation.outcome();
  }

  /** What came that Lambda would refuse: second outcomes, and outcomes of nothing. */
  Queue<String> unexpected() {
    return unexpected;
  }

  /** Nobody will answer any more. */
  void abandon(String reason) {
    IllegalStateException ended = new IllegalStateException(reason);
    ready.completeExceptionally(ended);
    underWay.values().forEach(invocation -> invocation.outcome().completeExceptionally(ended));
  }

  private HttpAnswer handle(HttpRequest request) {
    String path = request.path().substring(PREFIX.length());
    String body = new String(request.body(), StandardCharsets.UTF_8);
    return switch (path) {
      case "invocation/next" -> next();
      case "restore/next" -> HttpAnswer.empty(200);
      case "init/error", "restore/error" -> {
        ready.completeExceptionally(new IllegalStateException(path + ": " + body));
        yield HttpAnswer.empty(ACCEPTED);
      }
      default -> {
        outcome(path.split("/"), request.headers(), body);
        yield HttpAnswer.empty(ACCEPTED);
      }
    };
  }

  private HttpAnswer next() {
    ready.complete(Instant.now());
    asking.incrementAndGet();
    Invocation invocation;
    try {
      invocation = waiting.take();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      throw new NoAnswer("the environment ends");
    }
    asking.decrementAndGet();
    HttpHeaders headers =
        HttpAnswer.newHeaders()
            .set("Content-Type", "application/json")
            .set("Lambda-Runtime-Aws-Request-Id", invocation.id())
            .set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(Instant.now().plus(timeout).toEpochMilli()))
            .set(
                "Lambda-Runtime-Invoked-Function-Arn",
                Arn.of("lambda", "function:" + function).text())
            .set(
                "Lambda-Runtime-Trace-Id",
                "Root=1-"
                    + invocation.id().substring(0, 8)
                    + "-0123456789abcdef01234567;Sampled=0");
    return new HttpAnswer(200, headers, invocation.event());
  }

  /** From {@code invocation/ID/response} or {@code invocation/ID/error}. */
  private void outcome(String[] path, HttpHeaders headers, String body) {
    Invocation invocation = path.length == 3 ? underWay.remove(path[1]) : null;
    if (invocation == null) {
      unexpected.add(String.join("/", path));
    } else if (path[2].equals("response")) {
      invocation.outcome().complete(new Outcome.Answer(body));
    } else {
      String type = headers.get("Lambda-Runtime-Function-Error-Type");
      invocation.outcome().complete(new Outcome.Failure(type, body));
    }
  }

  @Override
  public void close() {
    endpoint.close();
    abandon("closed");
  }
}
