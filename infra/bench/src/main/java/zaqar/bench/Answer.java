// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What an endpoint answered. */
final class Answer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int status;
  private final byte[] body;

  /** An answer whose body nobody changes. */
  Answer(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  /** Its status. */
  int status() {
    return status;
  }

  /** Its body as text. */
  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Whether the request was carried out. */
  boolean succeeded() {
    return status >= 200 && status < 300;
  }

  /**
   * The body as JSON.
   *
   * @throws IOException if it is none
   */
  JsonNode json() throws IOException {
    return JSON.readTree(body);
  }
}
