// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import zaqar.local.openapi.Answer;
import zaqar.local.openapi.ApiDocument;
import zaqar.local.openapi.Conformance;

/**
 * One request, to be sent once. The path is sent as given, query included, so it must be encoded. A
 * body goes as {@code application/json} unless a header says otherwise; without one, the request
 * has no Content-Type, and no Accept in any case.
 */
final class Call {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private static final Conformance DOCUMENT = new Conformance(ApiDocument.ours());

  private final URI uri;
  private final String path;
  private final String method;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, String> again = new TreeMap<>();
  private Optional<BodyPublisher> body = Optional.empty();

  Call(URI base, String method, String path) {
    this.method = method;
    this.path = path.replaceFirst("[?].*", "");
    uri = URI.create(base.toString().replaceFirst("/$", "") + path);
  }

  Call header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Sends a header once more, as a line of its own. */
  Call again(String name, String value) {
    again.put(name, value);
    return this;
  }

  Call without(String... names) {
    for (String name : names) {
      headers.remove(name);
    }
    return this;
  }

  /** Sets a JSON body in which, for the eye's sake, single quotes stand for double ones. */
  Call json(String quoted) {
    return body(Json.text(quoted));
  }

  /** Sets a body that is sent exactly as given. */
  Call body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  Call body(byte[] bytes) {
    return body(BodyPublishers.ofByteArray(bytes));
  }

  /** Sets a body that is sent in chunks, without a Content-Length. */
  Call chunked(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return body(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
  }

  private Call body(BodyPublisher publisher) {
    headers.putIfAbsent("Content-Type", "application/json");
    body = Optional.of(publisher);
    return this;
  }

  Reply send() {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
    withMethod(request);
    headers.forEach(request::header);
    again.forEach(request::header);
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return described(
          new Reply(toString(), response.statusCode(), response.headers(), response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(this + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whatever a test is about, the answer is one that infra/openapi.yaml describes. */
  private Reply described(Reply reply) {
    Answer answer = new Answer(reply.status(), reply.headers(), reply.bytes());
    assertThat(DOCUMENT.faults(method, path, answer)).as(reply + " (infra/openapi.yaml)").isEmpty();
    return reply;
  }

  /**
   * A GET, HEAD or DELETE without a body has no Content-Length, either; the others have one of 0.
   */
  private void withMethod(HttpRequest.Builder request) {
    if (body.isPresent()) {
      request.method(method, body.get());
      return;
    }
    switch (method) {
      case "GET" -> request.GET();
      case "HEAD" -> request.HEAD();
      case "DELETE" -> request.DELETE();
      default -> request.method(method, BodyPublishers.noBody());
    }
  }

  /** Sends, and fails the test unless the answer has this status. */
  Reply expect(int status) {
    return send().expect(status);
  }

  Reply refused(int status) {
    return send().refused(status);
  }

  /** Sends, and fails the test unless this is refused in the form of contract 2.3. */
  Reply refused(int status, String title) {
    return send().refused(status, title);
  }

  @Override
  public String toString() {
    return method + " " + uri;
  }
}
