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
 * A server that the operator trusts. It must answer within two seconds, with at most a megabyte.
 * Redirects are not followed.
 */
final class TrustedServer {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final long MOST_BYTES = 1L << 20;

  private final String name;
  private final HttpClient client;

  /** Names the server as the log shows it. */
  TrustedServer(String name) {
    this(name, List.of());
  }

  /** The same with other certificate authorities than those of Java; none to keep these. */
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

  /** Makes a call; a {@link Problem} if there is no answer in time. */
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

  /** The JSON document in an answer; a {@link Problem} if there is none. */
  JsonNode json(HttpResponse<String> answer) {
    try {
      return Json.parse(answer.body());
    } catch (Problem malformed) {
      throw unavailable(malformed);
    }
  }

  /** A time in a document; a {@link Problem} if there is none. */
  Instant instant(JsonNode document, String field) {
    try {
      return Instant.parse(document.path(field).asText(""));
    } catch (DateTimeException malformed) {
      throw unavailable(malformed);
    }
  }

  /** The problem of an answer that makes no sense; only the log shows the answer. */
  Problem unusable(String answer) {
    return unavailable(new IOException(name + " answers " + answer));
  }

  /** The problem of a token whose validity is unknown. */
  Problem unavailable(Throwable cause) {
    return Problem.tokenUnchecked().because(cause);
  }
}
