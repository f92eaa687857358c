// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.1, step 3; 2.2. */
class FormBodiesTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  private static Response send(Map<String, String> headers, String body) {
    return new FormBodies()
        .around(request -> Response.noContent())
        .handle(Requests.of("POST", "/v2/queues/{queue_name}/messages", headers, body));
  }

  private static void assertRefused(Map<String, String> headers, String body, String title) {
    assertThatThrownBy(() -> send(headers, body))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem.response().body()).contains("\"title\":\"" + title + "\"");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {FORM, "Application/X-WWW-Form-URLencoded"})
  void form_isRefused(String type) {
    assertRefused(
        Map.of("content-type", type, "content-length", "2"), "{}", "Invalid Content-Type");
  }

  @Test
  void form_isRefusedByItsBytesOrByItsLength() {
    assertRefused(Map.of("content-type", FORM), "{}", "Invalid Content-Type");
    assertRefused(Map.of("content-type", FORM, "content-length", "0"), "", "Invalid Content-Type");
  }

  @Test
  void form_withoutBodyIsNone() {
    assertThat(send(Map.of("content-type", FORM), "").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json", FORM + "; charset=utf-8"})
  void type_otherwiseDoesNotMatter(String type) {
    assertThat(send(Map.of("content-type", type, "content-length", "2"), "{}").status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "abc", "1.0", "2,2", "٢"})
  void length_thatIsNoneIsRefused(String length) {
    assertRefused(Map.of("content-length", length), "{}", "Invalid header value");
  }
}
