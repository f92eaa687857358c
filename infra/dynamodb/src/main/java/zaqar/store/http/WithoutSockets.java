// SPDX-License-Identifier: Apache-2.0
package zaqar.store.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import zaqar.store.api.Protocol;

/**
 * The way of the SDK's clients to a store in the same process: all that the SDK does for a call is
 * done, except that no socket carries it.
 */
public final class WithoutSockets implements SdkHttpClient {
  private final Protocol protocol;
  private final Executor carriers;

  /** Leads to a store, which works on the thread that asks. */
  public WithoutSockets(Protocol protocol) {
    this(protocol, Runnable::run);
  }

  /**
   * Leads to a store that works on threads of its own, so that a request lands also if whoever
   * waits for its answer is interrupted.
   */
  public WithoutSockets(Protocol protocol, Executor carriers) {
    this.protocol = protocol;
    this.carriers = carriers;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(request);
      }

      @Override
      public void abort() {}
    };
  }

  private HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
    SdkHttpRequest head = request.httpRequest();
    byte[] body = {};
    if (request.contentStreamProvider().isPresent()) {
      try (InputStream content = request.contentStreamProvider().get().newStream()) {
        body = content.readAllBytes();
      }
    }
    String target = head.firstMatchingHeader(Protocol.TARGET).orElse(null);
    Protocol.Answer answer = await(target, body);
    SdkHttpFullResponse.Builder response =
        SdkHttpFullResponse.builder().statusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.putHeader("Content-Length", Integer.toString(answer.body().length));
    return HttpExecuteResponse.builder()
        .response(response.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
        .build();
  }

  private Protocol.Answer await(@Nullable String target, byte[] body) throws IOException {
    CompletableFuture<Protocol.Answer> answer = new CompletableFuture<>();
    carriers.execute(
        () -> {
          try {
            answer.complete(protocol.answer(target, body));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("nobody waits for the answer any more");
    } catch (ExecutionException e) {
      throw new IOException("no answer of the store", e.getCause());
    }
  }

  @Override
  public String clientName() {
    return "WithoutSockets";
  }

  @Override
  public void close() {}
}
