// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** What receivers say that want to be told, whoever asks: they know the question, and no more. */
final class Consent {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String ANYBODY = "3381af92-2b9e-11e3-b191-71861300734c";

  private Consent() {}

  /** Says yes to a question; nothing happens if it is the word of an end. */
  static void give(String words) throws IOException {
    JsonNode question = Json.parse(words);
    if (!question.path("Message_Type").asText().equals("SubscriptionConfirmation")) {
      return;
    }
    HttpRequest.Builder answer =
        HttpRequest.newBuilder(URI.create(question.path("WSGISubscribeURL").asText()))
            .header("Client-ID", ANYBODY)
            .PUT(BodyPublishers.ofString(question.path("SubscribeBody").toString()));
    Hook.SIGNED.forEach(name -> answer.header(name, question.path(name).asText()));
    try {
      CLIENT.send(answer.build(), BodyHandlers.discarding());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Waits until a subscription is confirmed. */
  static void await(Queue queue, String id) {
    Wait.until(
        "it is confirmed",
        () -> queue.subscription("GET", id).expect(200).json().path("confirmed").booleanValue());
  }
}
