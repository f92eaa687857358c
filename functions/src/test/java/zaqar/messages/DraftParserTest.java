// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Problem;
import zaqar.messages.DraftParser.MessageDraft;

class DraftParserTest {
  private static List<MessageDraft> parse(String text) {
    return DraftParser.parse(text.getBytes(StandardCharsets.UTF_8), 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\" : 1.10, \"a\":2 }",
        "[ 1,2 ]",
        "\"é \\ud800 \\n\"",
        "\"\"",
        "-0.50e+1",
        "null",
        "true",
        "NaN",
        "[Infinity, -Infinity]",
        "1e400",
        "9223372036854775807",
        "{\"k\":[{\"k\":{}}],\"x\":\"]}\"}"
      })
  void body_isCutOutAsItWasSent(String body) {
    assertThat(parse("{\"messages\": [ {\"ttl\":60, \"body\" : " + body + " , \"x\":[{}]} ] }"))
        .extracting(MessageDraft::body)
        .containsExactly(body);
  }

  /** Our parser would take them, and what is stored would be read by nobody else's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-INF",
        "+INF",
        "+Infinity",
        "[1, -INF]",
        "{\"a\": +INF}",
        "INF",
        "+1",
        "1e99999999999"
      })
  void body_withANumberThatPythonDoesNotReadIsRefused(String body) {
    assertThatThrownBy(() -> parse("{\"messages\": [{\"body\": " + body + "}]}"))
        .isInstanceOf(Problem.class);
  }

  @Test
  void fields_beyondThoseKnownAreDropped() {
    List<MessageDraft> drafts =
        parse(
            "{\"x\":{\"messages\":1},\"messages\":[{\"body\":1,\"delay\":\"x\"},{\"body\":2}],\"y\":[]}");

    assertThat(drafts).extracting(MessageDraft::body).containsExactly("1", "2");
    assertThat(drafts.getFirst().delay()).hasToString("\"x\"");
    assertThat(drafts.getLast().ttl()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "[]",
        "{}",
        ".",
        "123",
        "null",
        "{\"messages\":null}",
        "{\"messages\":[]}",
        "{\"messages\":[1]}",
        "{\"messages\":[[]]}",
        "{\"messages\":[{}]}",
        "{\"messages\":[{\"body\":1,\"ttl\":\"60\"}]}",
        "{\"messages\":[{\"body\":1,\"ttl\":60.0}]}",
        "{\"messages\":[{\"body\":9223372036854775808}]}",
        "{\"messages\":[{\"body\":1}],\"x\":-9223372036854775809}",
        "{\"messages\":[{\"body\":1}]} x",
        "{\"messages\":[{\"body\":1}]",
        "{\"messages\":[{\"body\":{\"a\":1}",
        "\uFEFF{\"messages\":[{\"body\":1}]}",
        "{\"messages\":[{\"body\":1},{\"body\":1},{\"body\":1},{\"body\":1}]}",
        "[\"messages\"]"
      })
  void document_thatIsNoneIsABadRequest(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
  }

  @Test
  void bytes_thatAreNotUtf8AreABadRequest() {
    byte[] body = "{\"messages\":[{\"body\":\"\u00e9\"}]}".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> DraftParser.parse(body, 3)).isInstanceOf(Problem.class);
  }
}
