// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import zaqar.local.aws.Endpoint;
import zaqar.store.http.HttpAnswer;
import zaqar.store.http.HttpRequest;

/** A receiver of webhooks on this machine, which answers 204 unless it is told otherwise. */
final class Hook implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final Endpoint endpoint = Endpoint.start("webhooks", this::take);
  private volatile int status = 204;

  private HttpAnswer take(HttpRequest request) {
    received.add(new String(request.body(), StandardCharsets.UTF_8));
    return HttpAnswer.empty(status);
  }

  String url() {
    return endpoint.uri() + "/hook";
  }

  /** Answers with this from now on. */
  void answer(int other) {
    status = other;
  }

  /** The next body that comes. */
  String next() {
    try {
      String body = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (body == null) {
        throw new AssertionError("no webhook came");
      }
      return body;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isIdle() {
    return received.isEmpty();
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
