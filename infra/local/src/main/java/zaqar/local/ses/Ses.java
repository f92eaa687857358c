// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import zaqar.local.aws.Endpoint;
import zaqar.store.http.HttpAnswer;
import zaqar.store.http.HttpRequest;

/**
 * Amazon SES on the loopback address, of which it knows SendEmail. A mail is answered with its id
 * when the SMTP server has taken it, or when it is in a file.
 */
public final class Ses implements AutoCloseable {
  private static final String SEND_EMAIL = "POST /v2/email/outbound-emails";
  private static final String CONTENT_TYPE = "application/json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Carrier carrier;
  private final Endpoint endpoint;

  private Ses(Carrier carrier) {
    this.carrier = carrier;
    endpoint = Endpoint.start("mail", this::handle);
  }

  /** Starts it; mail goes to {@code server}. */
  public static Ses start(SmtpServer server) {
    return new Ses(new Smtp(server, Clock.systemUTC()));
  }

  /** Starts it; each mail becomes a file in {@code folder}, which is made with the first one. */
  public static Ses start(Path folder) {
    return new Ses(new MailFolder(folder, Clock.systemUTC()));
  }

  /** Where clients reach it. */
  public URI endpoint() {
    return endpoint.uri();
  }

  private HttpAnswer handle(HttpRequest request) throws IOException {
    try {
      String operation = request.method() + " " + request.path();
      return Endpoint.json(200, CONTENT_TYPE, answer(operation, request.body()));
    } catch (RefusedEmail e) {
      HttpAnswer refused =
          Endpoint.json(
              e.status(), CONTENT_TYPE, JSON.createObjectNode().put("message", e.getMessage()));
      refused.headers().set("x-amzn-ErrorType", e.type());
      return refused;
    }
  }

  private JsonNode answer(String request, byte[] body) throws IOException, RefusedEmail {
    if (!request.equals(SEND_EMAIL)) {
      throw RefusedEmail.unknown(request);
    }
    try {
      String id = UUID.randomUUID().toString();
      carrier.send(Email.of(JSON.readTree(body)), id);
      return JSON.createObjectNode().put("MessageId", id);
    } catch (JsonProcessingException e) {
      throw RefusedEmail.malformed();
    }
  }

  /** Takes no more mail. */
  @Override
  public void close() {
    endpoint.close();
    carrier.close();
  }
}
