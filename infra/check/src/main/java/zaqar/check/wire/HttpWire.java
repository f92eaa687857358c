// SPDX-License-Identifier: Apache-2.0
package zaqar.check.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests over HTTP, in the name of one project. Nothing is sent again, or elsewhere. */
public final class HttpWire implements Wire {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(35);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final String base;
  private final String project;
  private final @Nullable String token;

  /**
   * A way to an endpoint.
   *
   * @param base what stands before {@code /v2}
   * @param token goes as X-Auth-Token if it is not null
   */
  public HttpWire(URI base, String project, @Nullable String token) {
    this.base = base.toString().replaceFirst("/$", "");
    this.project = project;
    this.token = token;
  }

  @Override
  public Answer send(Call call) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/v2" + call.path()))
            .timeout(TIMEOUT)
            .header("Client-ID", call.client())
            .header("X-Project-ID", project)
            .header("Accept", "application/json")
            .method(
                call.method(),
                call.body() == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(call.body()));
    if (call.body() != null) {
      request.header("Content-Type", call.contentType());
    }
    if (token != null) {
      request.header("X-Auth-Token", token);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      Map<String, String> headers = new HashMap<>();
      response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
      return new Answer(response.statusCode(), headers, response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for an answer");
    }
  }
}
