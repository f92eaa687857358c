// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.SIGNED;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins (contract 2.9). */
@Against(SIGNED)
class CorsContractIT {
  private static final String CONSOLE = "https://console.example.com";

  private final Zaqar zaqar;

  CorsContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
  }

  private Call preflight(String path, String origin) {
    return zaqar
        .call("OPTIONS", path)
        .without("Client-ID", "X-Project-ID")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "PUT")
        .header("Access-Control-Request-Headers", "client-id,x-project-id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v2/queues/q", "/v2/queues/q/messages/m", "/v2/unknown"})
  void preflight_needsNoToken(String path) {
    Reply reply = preflight(path, CONSOLE).expect(200).empty();

    assertThat(reply.header("Access-Control-Allow-Origin")).hasValue(CONSOLE);
    assertThat(reply.header("Access-Control-Allow-Credentials")).hasValue("true");
    assertThat(reply.header("Access-Control-Allow-Methods").orElseThrow()).contains("PUT");
    assertThat(reply.header("Access-Control-Allow-Headers").orElseThrow())
        .contains("Client-ID", "X-Project-ID", "URL-Signature", "X-Auth-Token");
    assertThat(reply.header("Access-Control-Max-Age")).hasValue("3600");
    assertThat(reply.header("Vary")).hasValue("Origin");
  }

  @Test
  void options_areAsEverForOthers() {
    Reply other = preflight("/v2/queues", "https://other.example.com").expect(200).empty();
    Reply plain = zaqar.call("OPTIONS", "/v2/queues").header("Origin", CONSOLE).expect(200);

    assertThat(other.header("Allow")).hasValue("GET, OPTIONS");
    assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(plain.header("Allow")).hasValue("GET, OPTIONS");
    assertThat(plain.header("Access-Control-Allow-Methods")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/queues, 200",
    "GET, /v2/queues?limit=0, 400",
    "POST, /v2/queues, 405",
    "GET, /v2/unknown, 404",
    "GET, /v2/queues/b@d, 400",
    "GET, /, 300"
  })
  void answers_andErrorsMayBeReadByAllowedPages(String method, String path, int status) {
    Reply reply = zaqar.call(method, path).header("Origin", CONSOLE).expect(status);

    assertThat(reply.header("Access-Control-Allow-Origin")).hasValue(CONSOLE);
    assertThat(reply.header("Access-Control-Allow-Credentials")).hasValue("true");
    assertThat(reply.header("Access-Control-Expose-Headers").orElseThrow())
        .contains("X-OpenStack-Request-ID");
    assertThat(reply.header("Vary").orElseThrow()).endsWith("Origin");
    assertThat(reply.header("X-Openstack-Request-Id")).isPresent();
  }

  @Test
  void answers_toOtherPagesSayNothing() {
    Reply reply = zaqar.get("/v2/queues").header("Origin", "https://other.example.com").expect(200);

    assertThat(reply.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    assertThat(reply.header("Vary")).hasValue("Origin");
    assertThat(zaqar.get("/v2/queues").expect(200).header("Access-Control-Allow-Origin")).isEmpty();
  }
}
