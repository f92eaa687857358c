// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import zaqar.http.Json;
import zaqar.http.Problem;

/** Reads the bodies of requests on pools (contract 11.1, 11.2). */
final class PoolParser {
  private static final int MAX_FLAVOR_LENGTH = 255;
  private static final int MOST_OPTIONS_BYTES = 65_536;
  private static final String WEIGHT = "weight";
  private static final String URI = "uri";
  private static final String FLAVOR = "flavor";
  private static final String OPTIONS = "options";
  private static final Set<String> FIELDS = Set.of(WEIGHT, URI, FLAVOR, OPTIONS);

  private PoolParser() {}

  /** What to change of a pool; the rest stays. A flavor that is empty is none. */
  record Change(
      Optional<Long> weight,
      Optional<PoolUri> uri,
      Optional<String> flavor,
      Optional<ObjectNode> options) {

    Pool.Definition over(Pool pool) {
      return new Pool.Definition(
          weight.orElse(pool.weight()),
          uri.orElse(pool.uri()),
          flavor.or(pool::flavor).filter(name -> !name.isEmpty()),
          options.orElse(pool.options()));
    }
  }

  /**
   * Reads a pool.
   *
   * @throws Problem if it is none
   */
  static Pool.Definition draft(byte[] body) {
    ObjectNode document = Json.parseObject(body, "A pool must be an object.");
    Json.requireOnly(FIELDS, document, "A pool");
    Change said = read(document);
    return new Pool.Definition(
        said.weight().orElseThrow(() -> missing(WEIGHT)),
        said.uri().orElseThrow(() -> missing(URI)),
        said.flavor().filter(name -> !name.isEmpty()),
        said.options().orElseGet(Json::object));
  }

  /**
   * Reads a change; what a pool does not have is ignored.
   *
   * @throws Problem if it is none, or changes nothing
   */
  static Change change(byte[] body) {
    ObjectNode document = Json.parseObject(body, "A pool must be an object.");
    if (FIELDS.stream().noneMatch(document::has)) {
      throw Problem.invalidBody("One of weight, uri, flavor and options must be given.");
    }
    return read(document);
  }

  private static Change read(ObjectNode document) {
    return new Change(
        document.optional(WEIGHT).map(PoolParser::weight),
        document.optional(URI).map(PoolParser::uri),
        document.optional(FLAVOR).map(PoolParser::flavor),
        document.optional(OPTIONS).map(PoolParser::options));
  }

  private static Problem missing(String field) {
    return Problem.invalidBody("A pool must have a " + field + ".");
  }

  private static long weight(JsonNode value) {
    if (!value.isIntegralNumber() || value.longValue() < 0 || value.longValue() > Pool.MAX_WEIGHT) {
      throw Problem.invalidBody("weight must be an integer from 0 to " + Pool.MAX_WEIGHT + ".");
    }
    return value.longValue();
  }

  private static PoolUri uri(JsonNode value) {
    return PoolUri.parse(value.asText())
        .filter(uri -> value.isTextual())
        .orElseThrow(
            () ->
                Problem.invalidBody(
                    "uri must be dynamodb://TABLE, with the name of a table of this account."));
  }

  private static String flavor(JsonNode value) {
    if (!value.isTextual() || value.textValue().length() > MAX_FLAVOR_LENGTH) {
      throw Problem.invalidBody(
          "flavor must be a string of at most " + MAX_FLAVOR_LENGTH + " characters.");
    }
    return value.textValue();
  }

  private static ObjectNode options(JsonNode value) {
    if (value instanceof ObjectNode options && Json.size(options) <= MOST_OPTIONS_BYTES) {
      return options;
    }
    throw Problem.invalidBody(
        "options must be an object of at most " + MOST_OPTIONS_BYTES + " bytes.");
  }
}
