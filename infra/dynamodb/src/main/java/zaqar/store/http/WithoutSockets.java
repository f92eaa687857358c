package zaqar.store.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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

  /** Leads to a store. */
  public WithoutSockets(Protocol protocol) {
    this.protocol = protocol;
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
    Protocol.Answer answer = protocol.answer(target, body);
    SdkHttpFullResponse.Builder response =
        SdkHttpFullResponse.builder().statusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.putHeader("Content-Length", Integer.toString(answer.body().length));
    return HttpExecuteResponse.builder()
        .response(response.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
        .build();
  }

  @Override
  public String clientName() {
    return "WithoutSockets";
  }

  @Override
  public void close() {}
}
