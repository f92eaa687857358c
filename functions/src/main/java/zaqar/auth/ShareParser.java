// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import zaqar.http.Json;
import zaqar.http.JsonValues;
import zaqar.http.Problem;

/**
 * Reads which paths of a queue are to be shared, and for how long (contract 10.1). Bad values that
 * the original answers with a 500 are a 400 here.
 *
 * @param longest the longest life of what is shared
 */
record ShareParser(Duration longest) {
  private static final Set<String> PATHS = Set.of("messages", "subscriptions", "claims");
  private static final Set<String> KEYS = Set.of("paths", "methods", "expires");

  /** A comma is not allowed, since it separates methods in the header. */
  private static final Predicate<String> METHOD = Pattern.compile("[A-Za-z-]+").asMatchPredicate();

  private static final Duration DEFAULT_LIFE = Duration.ofDays(1);

  /** ISO 8601 from the day to the nanosecond, in UTC unless it says otherwise. */
  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd['T'HH[:mm[:ss]]]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .optionalEnd()
          .optionalStart()
          .parseLenient()
          .appendOffset("+HH", "Z")
          .optionalEnd()
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /** What is to be shared: the last segments of paths, and methods, both sorted. */
  record ShareRequest(List<String> paths, List<String> methods, Instant expires) {}

  /** Reads a request; throws a {@link Problem} if it is malformed, or asks for too much. */
  ShareRequest draft(byte[] body, Instant now) {
    ObjectNode document = Json.parseObject(body, "What is to be shared must be an object.");
    document
        .fieldNames()
        .forEachRemaining(
            name -> require(KEYS.contains(name), "Only paths, methods and expires can be given."));
    return new ShareRequest(
        list(document, "paths", "messages", PATHS::contains),
        list(document, "methods", "GET", METHOD),
        present(document, "expires").map(value -> end(value, now)).orElseGet(() -> end(now)));
  }

  private static List<String> list(
      JsonNode document, String name, String otherwise, Predicate<String> isAllowed) {
    Optional<JsonNode> given = present(document, name).filter(value -> !JsonValues.isFalsy(value));
    if (given.isEmpty()) {
      return List.of(otherwise);
    }
    require(given.get().isArray(), "\"" + name + "\" must be a list.");
    for (JsonNode item : given.get()) {
      require(
          item.isTextual() && isAllowed.test(item.textValue()),
          "\"" + name + "\" holds something that cannot be shared.");
    }
    return given.get().valueStream().map(JsonNode::textValue).distinct().sorted().toList();
  }

  private static Optional<JsonNode> present(JsonNode document, String name) {
    return Optional.ofNullable(document.get(name)).filter(value -> !value.isNull());
  }

  private Instant end(Instant now) {
    return now.plus(DEFAULT_LIFE.compareTo(longest) < 0 ? DEFAULT_LIFE : longest);
  }

  private Instant end(JsonNode value, Instant now) {
    Instant end = date(value);
    require(end.isAfter(now), "\"expires\" must be in the future.");
    require(
        !end.isAfter(now.plus(longest)),
        "\"expires\" may be no more than " + longest.toSeconds() + " seconds off.");
    return end;
  }

  private static Instant date(JsonNode value) {
    try {
      return DATE.parse(value.asText().replace(' ', 'T'), OffsetDateTime::from).toInstant();
    } catch (DateTimeException noDate) {
      throw Problem.invalidRequest(
          "\"expires\" must be a date and time such as 2030-01-01T00:00:00, in UTC or with an"
              + " offset.");
    }
  }

  private static void require(boolean isRight, String otherwise) {
    if (!isRight) {
      throw Problem.invalidRequest(otherwise);
    }
  }
}
