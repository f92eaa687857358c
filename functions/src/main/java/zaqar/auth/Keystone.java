// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.StreamSupport;
import zaqar.names.ProjectId;
import zaqar.settings.KeystoneSettings;

/**
 * Has Keystone validate tokens, with a token of this service's own. A token that is for no project
 * is none for us; whatever Keystone says but yes and no leaves the question open.
 */
final class Keystone implements TokenCheck {
  private final KeystoneSettings settings;
  private final TrustedServer server;
  private final ServiceToken service;

  /** Asks the Keystone of {@code settings}, which is {@code server}. */
  Keystone(KeystoneSettings settings, TrustedServer server, Clock clock) {
    this.settings = settings;
    this.server = server;
    service = new ServiceToken(settings, server, clock);
  }

  @Override
  public Optional<ValidToken> check(String token) {
    String own = service.get();
    HttpResponse<String> answer = ask(token, own);
    if (answer.statusCode() == 401) {
      service.drop(own);
      answer = ask(token, service.get());
    }
    return switch (answer.statusCode()) {
      case 200 -> read(server.json(answer).path("token"));
      case 400, 404 -> Optional.empty();
      default -> throw server.unusable(answer.statusCode() + " to a token's validation");
    };
  }

  private HttpResponse<String> ask(String token, String own) {
    return server.call(
        HttpRequest.newBuilder(settings.tokens())
            .header("X-Auth-Token", own)
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
}
