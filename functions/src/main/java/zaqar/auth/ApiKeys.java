// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import zaqar.http.Json;
import zaqar.http.Problem;
import zaqar.names.ProjectId;
import zaqar.names.Sha256;

/**
 * Accepts keys that the operator has created. The settings hold only digests of the keys, so that
 * nobody can use what they read there. For this, a key must be random and as long as its digest.
 * The time of a lookup reveals nothing about any key.
 */
record ApiKeys(Map<String, ValidToken> byDigest) implements TokenCheck {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /**
   * Reads {@code {"SHA-256 of the key": {"project": "demo", "roles": ["admin"]}}}.
   *
   * @throws IllegalStateException if it is anything else; the message names the variable
   */
  static ApiKeys parse(String text) {
    Map<String, ValidToken> keys = new HashMap<>();
    for (Map.Entry<String, JsonNode> key : document(text).properties()) {
      require(DIGEST.matcher(key.getKey()).matches(), "name keys by their SHA-256 in lower case");
      keys.put(key.getKey(), owner(key.getValue()));
    }
    require(!keys.isEmpty(), "be a document of JSON with at least one key");
    return new ApiKeys(keys);
  }

  private static JsonNode document(String text) {
    try {
      return Json.parse(text);
    } catch (Problem noJson) {
      return Json.object();
    }
  }

  private static ValidToken owner(JsonNode owner) {
    JsonNode project = owner.path("project");
    JsonNode roles = owner.path("roles");
    require(project.isTextual() && !project.asText().isEmpty(), "name the project of each key");
    require(
        roles.isMissingNode()
            || (roles.isArray() && roles.valueStream().allMatch(JsonNode::isTextual)),
        "list the roles of a key as texts");
    require(
        owner
            .propertyStream()
            .map(Map.Entry::getKey)
            .allMatch(List.of("project", "roles")::contains),
        "say of each key project and roles alone");
    return new ValidToken(
        new ProjectId(project.asText()),
        roles.valueStream().map(JsonNode::asText).toList(),
        Instant.MAX);
  }

  private static void require(boolean isMet, String what) {
    if (!isMet) {
      throw new IllegalStateException("API_KEYS must " + what);
    }
  }

  @Override
  public Optional<ValidToken> check(String token) {
    return Optional.ofNullable(byDigest.get(Sha256.hex(token)));
  }
}
