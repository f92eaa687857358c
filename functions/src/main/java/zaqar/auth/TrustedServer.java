// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import zaqar.http.Json;
import zaqar.http.Problem;

/**
 * A server that the operator has chosen to believe. It has two seconds for an answer, which must be
 * of a reasonable size, and is followed nowhere else.
 */
final class TrustedServer {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final long MOST_BYTES = 1L << 20;

  private final String name;
  private final HttpClient client;

  /** The server of this name, which the log shows. */
  TrustedServer(String name) {
    this(name, List.of());
  }

  /** The same, where others than those that Java knows may vouch for the server. */
  TrustedServer(String name, List<X509Certificate> authorities) {
    this.name = name;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LIMIT);
    if (!authorities.isEmpty()) {
      builder.sslContext(trusting(authorities));
    }
    client = builder.build();
  }

  private static SSLContext trusting(List<X509Certificate> authorities) {
    try {
      KeyStore known = KeyStore.getInstance("PKCS12");
      known.load(null, null);
      for (X509Certificate authority : authorities) {
        known.setCertificateEntry(Integer.toString(known.size()), authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The authorities' certificates cannot be used", e);
    }
  }

  /**
   * Makes a call.
   *
   * @throws Problem if there is no answer in time
   */
  HttpResponse<String> call(HttpRequest.Builder request) {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request.timeout(LIMIT).build(),
            BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    } finally {
      answer.cancel(true);
    }
  }

  /**
   * The document that an answer holds.
   *
   * @throws Problem if it holds none
   */
  JsonNode json(HttpResponse<String> answer) {
    try {
      return Json.parse(answer.body());
    } catch (Problem malformed) {
      throw unavailable(malformed);
    }
  }

  /**
   * A time in a document.
   *
   * @throws Problem if it is not there
   */
  Instant instant(JsonNode document, String field) {
    try {
      return Instant.parse(document.path(field).asText(""));
    } catch (DateTimeException malformed) {
      throw unavailable(malformed);
    }
  }

  /** What to throw where an answer makes no sense; the log alone is told what it was. */
  Problem unusable(String answer) {
    return unavailable(new IOException(name + " answers " + answer));
  }

  /** What to throw where there is no answer that tells whether a token is valid. */
  Problem unavailable(Throwable cause) {
    return Problem.tokenUnchecked().because(cause);
  }
}
