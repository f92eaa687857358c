// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Json;

/** Contract 8.1, {@code _filter}. */
class BodyPatternTest {
  private static byte[] json(String quoted) {
    return quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '#',
      delimiter = '|',
      value = {
        "{'event': ['start']} | {'event': 'start', 'n': 1} | true",
        "{'event': ['start']} | {'event': 'stop'} | false",
        "{'event': ['start']} | {} | false",
        "{'a': {'n': [{'numeric': ['>', 5]}]}} | {'a': {'n': 6}} | true",
        "{'a': {'n': [{'numeric': ['>', 5]}]}} | {'a': {'n': 5}} | false",
        "{'a': [{'exists': false}]} | {'b': 1} | true",
        "{'name': [{'prefix': 'x-'}]} | {'name': 'x-1'} | true",
        "{'tags': ['b']} | {'tags': ['a', 'b']} | true",
        "{'$or': [{'a': [1]}, {'b': [2]}]} | {'b': 2} | true",
        "{'a': [{'exists': false}]} | 'text' | false",
        "{'a': [{'exists': false}]} | [1] | false",
        "{'a': [{'exists': false}]} | null | false",
        "{'a': [1]} | {'a': 1, 'b': NaN} | true"
      })
  void pattern_matches(String pattern, String body, boolean isMatch) {
    assertThat(BodyPattern.fault(Json.parse(json(pattern)))).isEmpty();
    assertThat(BodyPattern.read(Json.parse(json(pattern))).matches(json(body))).isEqualTo(isMatch);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "'text'",
        "1",
        "{}",
        "{'a': 1}",
        "{'a': 'text'}",
        "{'a': [{'numeric': ['about', 1]}]}",
        "{'a': [{'no-such': 1}]}",
        "{'a': []}"
      })
  void pattern_thatIsNoneIsAFault(String pattern) {
    JsonNode options = Json.parse(json("{'_filter': " + pattern + "}"));
    assertThat(BodyPattern.fault(options.path(BodyPattern.OPTION))).isPresent();
  }

  @Test
  void pattern_hasASizeAndAComplexity() {
    String many = "{'a': ['" + "x".repeat(4096) + "']}";
    assertThat(BodyPattern.fault(Json.parse(json(many)))).isPresent();
    StringBuilder wild = new StringBuilder("{'a': [");
    for (int i = 0; i < 120; i++) {
      wild.append(i == 0 ? "" : ",").append("{'wildcard': '*").append(i).append("*'}");
    }
    assertThat(BodyPattern.fault(Json.parse(json(wild.append("]}").toString())))).isPresent();
  }

  /** Each of three alternatives, with each of the others: 81 combinations, and 243. */
  @Test
  void pattern_hasFewCombinations() {
    assertThat(BodyPattern.fault(choices(4))).isEmpty();
    assertThat(BodyPattern.fault(choices(5))).isPresent();
    assertThat(BodyPattern.fault(choices(70))).isPresent();
  }

  private static JsonNode choices(int count) {
    return Json.parse(
        json(
            IntStream.range(0, count)
                .mapToObj(i -> "'k" + i + "': {'$or': [{'a': [1]}, {'b': [2]}, {'c': [3]}]}")
                .collect(Collectors.joining(",", "{", "}"))));
  }

  /** The time for what is judged grows with what arrays hold, multiplied. */
  @Test
  @Timeout(20)
  void body_ofLargeArraysIsNotJudged() {
    BodyPattern pattern =
        BodyPattern.read(Json.parse(json("{'x': ['a'], 'y': ['a'], 'z': ['b']}")));

    assertThat(pattern.matches(json(arrays(20)))).isFalse();
    assertThat(pattern.matches(json(arrays(3000)))).isTrue();
  }

  private static String arrays(int length) {
    String array = "['" + String.join("','", Collections.nCopies(length, "a")) + "']";
    return "{'x': " + array + ", 'y': " + array + ", 'z': " + array + "}";
  }

  @Test
  void pattern_mayBeAbsent() {
    assertThat(BodyPattern.fault(Json.object().path("_filter"))).isEmpty();
    assertThat(BodyPattern.fault(Json.object().nullNode())).isEmpty();
  }
}
