// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import zaqar.http.Json;
import zaqar.names.ProjectId;
import zaqar.settings.KeystoneSettings;

/**
 * Validates tokens at Keystone, with a token of this service's own. A token without a project is
 * invalid here. If Keystone answers neither yes nor no, the request ends as a 503.
 *
 * <p>Its own token comes for a password. It is renewed shortly before it ends, and after a refusal.
 * After a failure, the next try comes a second later at the earliest.
 */
final class Keystone implements TokenCheck {
  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KeystoneSettings settings;
  private final TrustedServer server;
  private final Clock clock;
  private Instant nextTry = Instant.MIN;
  private @Nullable OwnToken own;

  /** This service's own token, and until when it is used. */
  private record OwnToken(String text, Instant end) {}

  Keystone(KeystoneSettings settings, TrustedServer server, Clock clock) {
    this.settings = settings;
    this.server = server;
    this.clock = clock;
  }

  @Override
  public Optional<ValidToken> check(String token) {
    OwnToken used = own();
    HttpResponse<String> answer = ask(token, used);
    if (answer.statusCode() == 401) {
      drop(used);
      answer = ask(token, own());
    }
    return switch (answer.statusCode()) {
      case 200 -> read(server.json(answer).path("token"));
      case 400, 404 -> Optional.empty();
      default -> throw server.unusable(answer.statusCode() + " to a token's validation");
    };
  }

  private HttpResponse<String> ask(String token, OwnToken used) {
    return server.call(
        HttpRequest.newBuilder(settings.tokens())
            .header("X-Auth-Token", used.text())
            .header("X-Subject-Token", token));
  }

  private Optional<ValidToken> read(JsonNode token) {
    return ProjectId.of(token.path("project").path("id").asText(""))
        .map(
            project ->
                new ValidToken(
                    project,
                    StreamSupport.stream(token.path("roles").spliterator(), false)
                        .map(role -> role.path("name").asText(""))
                        .toList(),
                    server.instant(token, "expires_at")));
  }

  private synchronized OwnToken own() {
    Instant now = clock.instant();
    if (own == null || !now.isBefore(own.end())) {
      if (now.isBefore(nextTry)) {
        throw server.unavailable(new IllegalStateException("the last try was just now"));
      }
      nextTry = now.plus(PAUSE);
      own = fetch();
      nextTry = now;
    }
    return own;
  }

  private synchronized void drop(OwnToken refused) {
    if (own != null && own.text().equals(refused.text())) {
      own = null;
    }
  }

  private OwnToken fetch() {
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
    return new OwnToken(token, end.minus(MARGIN));
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
