// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A call that came to a receiver. It has a connection of its own, which ends with it.
 *
 * @param head the request's line and headers
 * @param document what was posted
 * @param time when it came
 * @param nanos the same by {@link System#nanoTime}
 */
record Visit(String head, JsonNode document, Socket guest, Instant time, long nanos) {
  static Visit now(String head, JsonNode document, Socket guest) {
    return new Visit(head, document, guest, Instant.now(), System.nanoTime());
  }

  /** Whether it brings a message, and not a question. */
  boolean isNotification() {
    return document.path("Message_Type").asText().equals("Notification");
  }

  /** Where it came to. */
  String path() {
    return head.split(" ", 3)[1];
  }

  /** The body of the message. */
  JsonNode body() {
    return document.path("body");
  }

  /** Sends a piece of an answer. */
  void say(String text) throws IOException {
    guest.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Answers, without a body. */
  void answer(int status, String... headers) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " as told\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    say(head + "Connection: close\r\n\r\n");
  }

  /** Says nothing, and returns when the guest has left. */
  void hang() throws IOException {
    guest.getInputStream().read();
  }
}
