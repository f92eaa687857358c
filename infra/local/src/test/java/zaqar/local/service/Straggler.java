// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.interceptor.Context;

/** A request that lands although nobody waits for it any more. */
final class Straggler {
  private static final HttpClient COURIER =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Set<String> SET_BY_THE_COURIER =
      Set.of("host", "content-length", "connection", "expect");

  private final HttpRequest request;

  private Straggler(HttpRequest request) {
    this.request = request;
  }

  /** The request that the SDK is about to send, to the byte. */
  static Straggler of(Context.BeforeTransmission sdk) {
    HttpRequest.Builder copy =
        HttpRequest.newBuilder(sdk.httpRequest().getUri())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body(sdk)));
    sdk.httpRequest()
        .forEachHeader(
            (name, values) -> {
              if (!SET_BY_THE_COURIER.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> copy.header(name, value));
              }
            });
    return new Straggler(copy.build());
  }

  private static byte[] body(Context.BeforeTransmission sdk) {
    try (InputStream body = sdk.requestBody().orElseThrow().contentStreamProvider().newStream()) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lands after this long. */
  void landAfter(Duration duration) {
    CompletableFuture.delayedExecutor(Math.max(0, duration.toMillis()), TimeUnit.MILLISECONDS)
        .execute(() -> COURIER.sendAsync(request, BodyHandlers.discarding()));
  }
}
