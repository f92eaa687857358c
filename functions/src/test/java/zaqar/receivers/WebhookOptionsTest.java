// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Json;

/** Contract 9.2. */
class WebhookOptionsTest {
  private static final String URL = "https://example.com/hook";
  private static final String DOCUMENT = "{\"body\":\"$1 \\\\ \",\"ttl\":60}";

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static JsonNode data(String postData) {
    return Json.object().put("post_data", postData);
  }

  private static WebhookRequest request(JsonNode options) {
    return WebhookOptions.read(options).request(URL, new Notice(DOCUMENT, "", ""));
  }

  @Test
  void request_isTheDocumentAsJson() {
    assertThat(request(json("{}")))
        .isEqualTo(new WebhookRequest(URL, Map.of("Content-Type", "application/json"), DOCUMENT));
  }

  @Test
  void postData_getsTheDocumentInPlaceOfEachQuotedToken() {
    assertThat(request(data("{\"m\": \"$zaqar_message$\",\"n\":[\"$zaqar_message$\"]}")).body())
        .isEqualTo("{\"m\": " + DOCUMENT + ",\"n\":[" + DOCUMENT + "]}");
    assertThat(request(data("\"$zaqar_message$\"")).body()).isEqualTo(DOCUMENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "$zaqar_message$", "\"$zaqar_message\"", "\"$ZAQAR_MESSAGE$\""})
  void postData_withoutTheTokenIsSentAsItIs(String postData) {
    assertThat(request(data(postData)).body()).isEqualTo(postData);
    assertThat(WebhookOptions.fault(data(postData))).isEmpty();
  }

  @Test
  void postData_isNotSearchedAgainForWhatTheDocumentBrings() {
    WebhookOptions options = WebhookOptions.read(data("[\"$zaqar_message$\"]"));

    Notice notice = new Notice("{\"body\":\"$zaqar_message$\"}", "", "");
    assertThat(options.request(URL, notice).body()).isEqualTo("[{\"body\":\"$zaqar_message$\"}]");
  }

  @Test
  void postData_cannotBlowAMessageUp() {
    JsonNode ten = data("\"$zaqar_message$\"".repeat(10));
    JsonNode eleven = data("\"$zaqar_message$\"".repeat(11));

    assertThat(WebhookOptions.fault(ten)).isEmpty();
    assertThat(WebhookOptions.fault(eleven)).isPresent();
    assertThat(request(eleven).body()).isEqualTo(DOCUMENT.repeat(10) + "\"$zaqar_message$\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "{}", "['x']"})
  void postData_isAString(String value) {
    JsonNode options = json("{'post_data':" + value + "}");

    assertThat(WebhookOptions.fault(options)).contains("post_data must be a string.");
    assertThat(request(options).body()).isEqualTo(DOCUMENT);
  }

  @Test
  void postHeaders_areMergedOverOursWhateverTheirCase() {
    assertThat(
            request(
                    json(
                        "{'post_headers':{'content-TYPE':'text/plain','X-Auth-Token':' t ',"
                            + "'x-a':'','X-A':'b'}}"))
                .headers())
        .containsOnlyKeys("Content-Type", "X-Auth-Token", "x-a")
        .containsEntry("Content-Type", "text/plain")
        .containsEntry("X-Auth-Token", "t")
        .containsEntry("x-a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'post_data':null,'post_headers':null}",
        "{'post_headers':[]}",
        "{'post_headers':''}",
        "{'post_headers':{'Authorization':'Basic eDp5','Client-ID':'1','User-Agent':'x'}}",
        "{'other':{'Host':'x'}}"
      })
  void options_thatMakeSenseAreTaken(String options) {
    assertThat(WebhookOptions.fault(json(options))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "HOST",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Keep-Alive",
        "Expect",
        "Upgrade",
        "HTTP2-Settings",
        "TE",
        "Trailer",
        "Proxy-Authorization",
        "proxy-connection",
        "webhook-id",
        "Webhook-Signature",
        "WEBHOOK-X",
        "X-Zaqar-Hops",
        "x-ZAQAR-hops",
        "",
        " Host",
        "Host ",
        "Host:",
        "X\r\nHost",
        "X\nHost",
        "X Y",
        "é"
      })
  void header_thatWouldBreakOrForgeIsRefusedAndLeftOut(String name) {
    JsonNode options =
        Json.object().set("post_headers", Json.object().put(name, "x").put("X-Fine", "y"));

    assertThat(WebhookOptions.fault(options))
        .hasValueSatisfying(fault -> assertThat(fault).startsWith("post_headers must "));
    assertThat(request(options).headers()).containsOnlyKeys("Content-Type", "X-Fine");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebhookRequest(URL, Map.of(name, "x"), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a\\r\\nHost: b'", "'a\\nb'", "'\\u0000'", "'é'", "1", "null", "['a']"})
  void header_withSuchAValueIsRefusedAndLeftOut(String value) {
    JsonNode options = json("{'post_headers':{'X-A':" + value + "}}");

    assertThat(WebhookOptions.fault(options))
        .hasValueSatisfying(fault -> assertThat(fault).startsWith("post_headers needs "));
    assertThat(request(options).headers()).containsOnlyKeys("Content-Type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "'x'", "['x']"})
  void postHeaders_areAnObject(String value) {
    JsonNode options = json("{'post_headers':" + value + "}");

    assertThat(WebhookOptions.fault(options)).contains("post_headers must be an object.");
    assertThat(request(options).headers()).containsOnlyKeys("Content-Type");
  }
}
