// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static zaqar.local.contract.Parameters.DEFAULTS;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No client poisons what others read (contract 2.6): where a strict parser takes what was posted,
 * it takes every answer that holds it.
 */
@Against(DEFAULTS)
class StrictParserContractIT {
  private static final List<String> VALUES =
      List.of(
          "1",
          "-0",
          "-0.0",
          "01",
          "+1",
          ".5",
          "1.",
          "1e400",
          "-1e400",
          "1e-400",
          "1e999999999",
          "1e99999999999",
          "1.10",
          "12345678901234567890.123456789",
          "1_000",
          "NaN",
          "nan",
          "-NaN",
          "Infinity",
          "-Infinity",
          "+Infinity",
          "-INF",
          "+INF",
          "[-INF]",
          "{\"a\": [+Infinity]}",
          "None",
          "'single'",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\ud834\\udd1e 𝄞 \u2028\"",
          "\"\\u0000\\u001f\\u007f\u007f\"",
          "\"\u0001\"",
          "\"\ttab\"",
          "\"line\nbreak\"",
          "\"\\x41\"",
          "\"\uFEFF\"",
          "\uFEFF1",
          "\u00a01",
          "\f1",
          "{\"a\": 1, \"a\": 2}",
          "{\"a\": {\"a\": NaN, \"a\": 1}}",
          "{\"\\ud800\": 1}",
          "{\"\": {\"\": 1}}",
          "{1: 1}",
          "[1,]",
          "{\"a\": 1,}",
          "// comment\n1",
          "/* comment */ 1",
          "[".repeat(95) + "]".repeat(95));

  /** What was posted, for all tests of this class at once; the service need not see it twice. */
  private static @Nullable List<Seen> all;

  private final Zaqar zaqar;

  StrictParserContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
  }

  /** A value, the document in which it was posted, and an answer that holds it. */
  private record Seen(String value, String posted, Reply answer) {}

  private List<Seen> seen() {
    List<Seen> known = all;
    if (known == null) {
      known = new ArrayList<>();
      for (String value : VALUES) {
        known.addAll(inMessages(value));
        known.addAll(inMetadata(value));
        known.addAll(inOptions(value));
      }
      all = known;
    }
    return known;
  }

  private static boolean isTaken(Call call) {
    Reply reply = call.send();
    return reply.status() == 201 || reply.refused(400).status() == 201;
  }

  private List<Seen> inMessages(String value) {
    Queue queue = zaqar.queue();
    String posted = "{\"messages\": [{\"ttl\": 300, \"body\": " + value + "}]}";
    if (!isTaken(zaqar.post(queue.path("/messages")).body(posted))) {
      return List.of();
    }
    return List.of(
        new Seen(value, posted, queue.messages("GET", "?echo=true").expect(200)),
        new Seen(value, posted, queue.claims("", "{}").expect(201)));
  }

  private List<Seen> inMetadata(String value) {
    Queue queue = zaqar.otherProject().queue();
    String posted = "{\"key\": " + value + "}";
    if (!isTaken(queue.zaqar().put(queue.path()).body(posted))) {
      return List.of();
    }
    String change = "[{\"op\": \"add\", \"path\": \"/metadata/other\", \"value\": " + value + "}]";
    return List.of(
        new Seen(value, posted, queue.zaqar().get("/v2/queues?detailed=true").expect(200)),
        new Seen(value, posted, queue.zaqar().patch(queue.path()).body(change).expect(200)));
  }

  private List<Seen> inOptions(String value) {
    Queue queue = zaqar.queue();
    String posted =
        "{\"subscriber\": \"http://127.0.0.1:1/\", \"options\": {\"key\": " + value + "}}";
    return isTaken(zaqar.post(queue.path("/subscriptions")).body(posted))
        ? List.of(new Seen(value, posted, queue.subscription("GET", "").expect(200)))
        : List.of();
  }

  @ParameterizedTest
  @EnumSource
  void answer_parsesWhereverThePostedBodyDoes(StrictParser parser) {
    assumeTrue(parser.isThere(), () -> parser.program() + " is not installed");
    List<Seen> seen = seen();
    List<Boolean> taken = parser.takes(seen.stream().map(Seen::posted).toList());
    List<Boolean> read = parser.takes(seen.stream().map(each -> each.answer().text()).toList());

    assertThat(IntStream.range(0, seen.size()).filter(i -> taken.get(i) && !read.get(i)))
        .extracting(seen::get)
        .isEmpty();
    assertThat(taken).filteredOn(isTaken -> isTaken).hasSizeGreaterThan(50);
  }

  /** The original is Python: no client of its ever read what its parser does not take. */
  @Test
  void document_thatPythonRefusesIsRefused() {
    assumeTrue(StrictParser.PYTHON.isThere(), "python3 is not installed");
    List<Seen> seen = seen();
    List<Boolean> taken = StrictParser.PYTHON.takes(seen.stream().map(Seen::posted).toList());

    assertThat(IntStream.range(0, seen.size()).filter(i -> !taken.get(i)))
        .extracting(seen::get)
        .isEmpty();
  }
}
