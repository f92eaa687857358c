// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.6. */
class JsonTest {
  private static JsonNode parse(String body) {
    return Json.parse(body.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(byte[] body) {
    assertThatThrownBy(() -> Json.parse(body))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem.response().body()).contains("Invalid request body");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " {\"a\": [1, -2.5e3, \"é\", null]} ",
        "[9223372036854775807, -9223372036854775808]",
        "[NaN, Infinity, -Infinity, 1e400]",
        "[\"\\ud800\"]"
      })
  void document_isReadAsTheOriginalReadsIt(String body) {
    assertThat(parse(body).isContainerNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "{",
        ".",
        "null",
        "123",
        "\"text\"",
        "{} x",
        "[][]",
        "{\"a\":1,}",
        "[-INF]",
        "{\"a\": +INF}",
        "[+Infinity]",
        "[1e99999999999]",
        "{\"a\": -1.5E+99999999999999999999}",
        "[INF]",
        "[9223372036854775808]",
        "{\"a\":[{\"b\":-9223372036854775809}]}"
      })
  void document_thatIsNoneIsABadRequest(String body) {
    assertRefused(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void bytes_thatAreNotPlainUtf8AreABadRequest() {
    assertRefused("[\"\u00e9\"]".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("\uFEFF[]".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nesting_withoutEndIsABadRequest() {
    assertRefused("[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nesting_hasALimit() {
    String deepest = "[".repeat(Json.MOST_NESTED) + "]".repeat(Json.MOST_NESTED);

    assertThat(parse(deepest).isArray()).isTrue();
    assertRefused(("[" + deepest + "]").getBytes(StandardCharsets.UTF_8));
    assertRefused("{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void namesNumbersAndValues_haveLimits() {
    assertThat(parse("[0." + "1".repeat(900) + "]").isArray()).isTrue();
    assertRefused(("[1." + "0".repeat(1_001) + "]").getBytes(StandardCharsets.UTF_8));
    assertRefused(("{\"" + "k".repeat(50_001) + "\":1}").getBytes(StandardCharsets.UTF_8));
    assertRefused(("[" + "1,".repeat(Json.MOST_TOKENS) + "1]").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void line_isAsciiAlone() {
    assertThat(Json.line(Json.object().put("é", "\n\u007f\u009b\u2028")))
        .isEqualTo("{\"\\u00E9\":\"\\n\\u007f\\u009B\\u2028\"}");
  }

  @Test
  void key_givenTwiceHasItsLastValue() {
    assertThat(parse("{\"a\":1,\"a\":2}").get("a").intValue()).isEqualTo(2);
  }

  @Test
  void fault_isToldByItsPlaceAndNotByItsText() {
    assertThatThrownBy(() -> parse("{\n \"a\": secret}"))
        .hasMessageContaining("line 2")
        .hasMessageNotContaining("secret");
  }

  @Test
  void text_goesOutUnescaped() {
    assertThat(Json.write(Json.object().put("é", "日本 / <&>"))).isEqualTo("{\"é\":\"日本 / <&>\"}");
  }

  @Test
  void number_thatIsNoneGoesOutAsItCameIn() {
    assertThat(Json.write(parse("[NaN,-Infinity]"))).isEqualTo("[NaN,-Infinity]");
  }

  @Test
  void number_withAnExponentBeyondAllIsRefused() {
    assertThatThrownBy(() -> parse("[1e99999999999]")).isInstanceOf(Problem.class);
  }

  /** Strict parsers read it, and refuse Infinity. */
  @Test
  void number_beyondADoubleGoesOutAsOne() {
    assertThat(Json.write(parse("[1e400, -1.50e400, -0.0, 1e2, 1e999999999]")))
        .isEqualTo("[1E+400,-1.50E+400,-0.0,100.0,1E+999999999]");
  }

  @ParameterizedTest
  @CsvSource({"60,60", "-1,-1", "true,1", "false,0"})
  void integer_mayBeABoolean(String json, long value) {
    assertThat(JsonValues.integer(Json.parse(json))).hasValue(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"60.0", "\"60\"", "null", "[]", "6e1"})
  void integer_isNothingElse(String json) {
    assertThat(JsonValues.integer(Json.parse(json))).isEmpty();
  }

  /** Names that a table of names by their hashes would keep in one chain, and give up on. */
  @Test
  void names_whoseHashesAreEqualAreReadAsAnyOthers() {
    StringBuilder document = new StringBuilder("{");
    for (int i = 0; i < 1024; i++) {
      document.append(i == 0 ? "" : ",").append('"');
      for (int bit = 0; bit < 10; bit++) {
        document.append((i >> bit & 1) == 0 ? "aB" : "b!");
      }
      document.append("\":").append(i);
    }

    JsonNode read = Json.parse(document.append('}').toString());

    assertThat(read).hasSize(1024);
  }
}
