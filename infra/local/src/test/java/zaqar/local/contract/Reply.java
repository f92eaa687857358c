// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The answer to a {@link Call}, together with what was asked, for messages of failing tests. */
record Reply(String call, int status, HttpHeaders headers, byte[] bytes) {

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  JsonNode json() {
    return Json.parse(text());
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  String location() {
    return header("Location").orElseThrow(() -> new AssertionError(this + " has no Location"));
  }

  Reply expect(int expected) {
    assertThat(status).as(toString()).isEqualTo(expected);
    return this;
  }

  /** Expects an error with exactly a title, this one, and a description. */
  Reply refused(int expected, String title) {
    refused(expected);
    assertThat(json().path("title").textValue()).as(toString()).isEqualTo(title);
    return this;
  }

  /** Expects an error with exactly a title and a description, whatever they say. */
  Reply refused(int expected) {
    expect(expected);
    assertThat(Json.names(json())).as(toString()).containsExactlyInAnyOrder("title", "description");
    assertThat(json().path("title").asText()).as(toString()).isNotBlank();
    assertThat(json().path("description").asText()).as(toString()).isNotBlank();
    return this;
  }

  /** Expects an answer without a single byte of body. */
  Reply empty() {
    assertThat(bytes).as(toString()).isEmpty();
    return this;
  }

  @Override
  public String toString() {
    String body = text();
    return "%s -> %d %s".formatted(call, status, body.substring(0, Math.min(body.length(), 500)));
  }
}
