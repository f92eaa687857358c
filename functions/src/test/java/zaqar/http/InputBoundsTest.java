// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputBoundsTest {
  private static final String HALF = "\ud800";

  private static Request request(
      String path, Map<String, String> headers, List<Query.Parameter> query) {
    return new Request(
        "req-1",
        "",
        "GET",
        path,
        path,
        Map.of("queue_name", path),
        new Query(query),
        headers,
        new byte[0],
        null,
        null);
  }

  private static Response answer(Request request) {
    return new InputBounds().around(passed -> Response.noContent()).handle(request);
  }

  private static void assertRefused(Request request) {
    assertThatThrownBy(() -> answer(request))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(400));
  }

  private static Map<String, String> headers(int count) {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < count; i++) {
      headers.put("x-" + i, "1");
    }
    return headers;
  }

  private static List<Query.Parameter> parameters(int count, String value) {
    return Collections.nCopies(count, new Query.Parameter("ids", value));
  }

  @Test
  void clients_stayWithinThem() {
    assertThat(answer(request("/", headers(40), parameters(100, "x".repeat(30)))).status())
        .isEqualTo(204);
    assertThat(
            answer(
                    request(
                        "/\ud83d\ude00",
                        Map.of("x-auth-token", "x".repeat(9_000)),
                        parameters(1, "x".repeat(9_000))))
                .status())
        .isEqualTo(204);
  }

  @Test
  void headers_areCountedAndMeasured() {
    assertThat(answer(request("/", headers(InputBounds.MOST_HEADERS), List.of())).status())
        .isEqualTo(204);
    assertRefused(request("/", headers(InputBounds.MOST_HEADERS + 1), List.of()));
    assertRefused(
        request("/", Map.of("x", "x".repeat(InputBounds.MOST_HEADER_CHARACTERS)), List.of()));
  }

  @Test
  void parameters_areCountedAndMeasured() {
    assertThat(answer(request("/", Map.of(), parameters(InputBounds.MOST_PARAMETERS, ""))).status())
        .isEqualTo(204);
    assertRefused(request("/", Map.of(), parameters(InputBounds.MOST_PARAMETERS + 1, "")));
    assertRefused(
        request("/", Map.of(), parameters(1, "x".repeat(InputBounds.MOST_QUERY_CHARACTERS))));
  }

  @ParameterizedTest
  @ValueSource(strings = {HALF, "x" + HALF + "x", "\udc00"})
  void text_thatUtf8CannotCarryIsRefused(String text) {
    assertRefused(request(text, Map.of(), List.of()));
    assertRefused(request("/", Map.of("x-project-id", text), List.of()));
    assertRefused(request("/", Map.of(), parameters(1, text)));
    assertRefused(request("/", Map.of(), List.of(new Query.Parameter(text, ""))));
  }
}
