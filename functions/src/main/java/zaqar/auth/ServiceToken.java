// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import zaqar.http.Json;
import zaqar.http.Problem;
import zaqar.settings.KeystoneSettings;

/**
 * This service's own token at Keystone, got by password. It is renewed shortly before it ends, or
 * when it is refused; after a failure it is tried again a second later, whoever asks meanwhile.
 */
final class ServiceToken {
  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KeystoneSettings settings;
  private final TrustedServer server;
  private final Clock clock;
  private Instant nextTry = Instant.MIN;
  private @Nullable Held held;

  private record Held(String text, Instant end) {}

  ServiceToken(KeystoneSettings settings, TrustedServer server, Clock clock) {
    this.settings = settings;
    this.server = server;
    this.clock = clock;
  }

  /**
   * A token that should be valid still.
   *
   * @throws Problem if Keystone does not give one
   */
  synchronized String get() {
    Instant now = clock.instant();
    if (held == null || !now.isBefore(held.end())) {
      if (now.isBefore(nextTry)) {
        throw server.unavailable(new IllegalStateException("the last try was just now"));
      }
      nextTry = now.plus(PAUSE);
      held = fetch();
      nextTry = now;
    }
    return held.text();
  }

  /** Never gives this token again, as it was refused. */
  synchronized void drop(String refused) {
    if (held != null && held.text().equals(refused)) {
      held = null;
    }
  }

  private Held fetch() {
    HttpResponse<String> answer =
        server.call(
            HttpRequest.newBuilder(settings.tokens())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(credentials()))));
    String token = answer.headers().firstValue("X-Subject-Token").orElse("");
    if (answer.statusCode() != 201 || token.isEmpty()) {
      throw server.unusable(answer.statusCode() + " to this service's own credentials");
    }
    Instant end = server.instant(server.json(answer).path("token"), "expires_at");
    return new Held(token, end.minus(MARGIN));
  }

  private ObjectNode credentials() {
    ObjectNode document = Json.object();
    ObjectNode auth = document.putObject("auth");
    ObjectNode identity = auth.putObject("identity");
    identity.putArray("methods").add("password");
    ObjectNode user = identity.putObject("password").putObject("user");
    user.put("name", settings.user()).put("password", settings.password().orElseThrow());
    user.putObject("domain").put("name", settings.userDomain());
    ObjectNode project = auth.putObject("scope").putObject("project");
    project.put("name", settings.project());
    project.putObject("domain").put("name", settings.projectDomain());
    return document;
  }
}
