package zaqar.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(LIMIT)
          .build();

  /** The server of this name, which the log shows. */
  TrustedServer(String name) {
    this.name = name;
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
