// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Discovery: versions, home document, ping, and what is not there (contract 3). */
@Against(DEFAULTS)
class HomeContractIT {
  private static final String VERSIONS =
      """
      {'versions': [{
        'id': '2', 'status': 'CURRENT', 'updated': '2014-9-24T04:06:47Z',
        'media-types': [{
          'base': 'application/json', 'type': 'application/vnd.openstack.messaging-v2+json'}],
        'links': [{'href': '/v2/', 'rel': 'self'}]}]}
      """;

  private final Zaqar zaqar;

  HomeContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
  }

  @Test
  void versions_are300WithTheOneVersion() {
    Reply reply = zaqar.get("/").expect(300);

    assertThat(reply.json()).isEqualTo(Json.of(VERSIONS));
    assertThat(reply.header("X-Zaqar-Lambda-Version")).isPresent();
    assertThat(reply.header("Content-Type")).hasValue("application/json");
  }

  @Test
  void browser_getsAPage() {
    String chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8";
    Reply reply = zaqar.get("/").header("Accept", chrome).expect(300);

    assertThat(reply.header("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(reply.text()).contains("for programs", "/v2/queues/demo");
    zaqar.get("/").header("Accept", "application/json, text/html").expect(300).json();
  }

  @Test
  void console_isNotThereUnlessAskedFor() {
    for (String path : List.of("/console", "/console/", "/console/page.js")) {
      zaqar.get(path).expect(404);
    }
  }

  @Test
  void versions_needNoHeaders() {
    zaqar.get("/").without("Client-ID", "X-Project-ID").expect(300);
  }

  @Test
  void versions_ignoreBadHeaders() {
    zaqar.get("/").header("Client-ID", "no-uuid").header("X-Project-ID", "").expect(300);
    zaqar.get("/").header("X-Auth-Token", "expired").expect(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE"})
  void versions_areOnlyForGet(String method) {
    assertThat(zaqar.call(method, "/").expect(405).header("Allow")).hasValue("GET, OPTIONS");
  }

  @Test
  void versions_asXmlAre406() {
    zaqar.get("/").header("Accept", "application/xml").expect(406);
  }

  @Test
  void home_isAJsonHomeDocument() {
    Reply reply = zaqar.get("/v2/").expect(200);

    assertThat(reply.header("Content-Type")).hasValue("application/json-home");
    assertThat(reply.header("Cache-Control")).hasValue("max-age=86400");
    assertThat(Json.names(reply.json())).containsExactly("resources");
  }

  @Test
  void home_listsWhatIsServed() {
    assertThat(Json.names(resources()))
        .containsExactlyInAnyOrder(
            "rel/queues",
            "rel/queue",
            "rel/queue_stats",
            "rel/queue_share",
            "rel/queue_purge",
            "rel/queue_redrive",
            "rel/messages",
            "rel/post_messages",
            "rel/messages_delete",
            "rel/message_delete",
            "rel/message_get",
            "rel/claim",
            "rel/post_claim",
            "rel/patch_claim",
            "rel/delete_claim",
            "rel/subscriptions_get",
            "rel/subscriptions_post",
            "rel/subscription",
            "rel/subscription_patch",
            "rel/subscription_test",
            "rel/ping");
  }

  @Test
  void home_describesEveryResource() {
    for (JsonNode resource : resources()) {
      assertThat(resource.path("href-template").asText()).startsWith("/v2");
      assertThat(resource.path("href-vars").isObject()).isTrue();
      assertThat(resource.at("/hints/allow").isArray()).isTrue();
      assertThat(resource.at("/hints/formats").isObject()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "queues,\"/v2/queues{?marker,limit,detailed}\"",
        "queue,/v2/queues/{queue_name}",
        "queue_stats,/v2/queues/{queue_name}/stats",
        "queue_share,/v2/queues/{queue_name}/share",
        "queue_purge,/v2/queues/{queue_name}/purge",
        "queue_redrive,/v2/queues/{queue_name}/redrive",
        "messages,\"/v2/queues/{queue_name}/messages{?marker,limit,echo,include_claimed}\"",
        "post_messages,/v2/queues/{queue_name}/messages",
        "messages_delete,\"/v2/queues/{queue_name}/messages{?ids,pop}\"",
        "message_delete,/v2/queues/{queue_name}/messages/{message_id}{?claim_id}",
        "message_get,/v2/queues/{queue_name}/messages/{message_id}",
        "claim,/v2/queues/{queue_name}/claims/{claim_id}",
        "post_claim,/v2/queues/{queue_name}/claims{?limit}",
        "patch_claim,/v2/queues/{queue_name}/claims/{claim_id}",
        "delete_claim,/v2/queues/{queue_name}/claims/{claim_id}",
        "subscription_test,/v2/queues/{queue_name}/subscriptions/{subscription_id}/test",
        "ping,/v2/ping",
      })
  void home_hasTheTemplateOf(String resource, String template) {
    assertThat(resources().path("rel/" + resource).path("href-template").asText())
        .isEqualTo(template);
  }

  @Test
  void home_asItsOwnMediaTypeAloneIs406() {
    zaqar.get("/v2/").header("Accept", "application/json-home").expect(406);
  }

  @Test
  void home_needsTheHeadersOfEveryRoute() {
    zaqar.get("/v2/").without("Client-ID").refused(400, "Missing header value");
    zaqar.get("/v2/").without("X-Project-ID").refused(400, "Project-Id Missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void ping_is204(String method) {
    zaqar.call(method, "/v2/ping").expect(204).empty();
  }

  @Test
  void ping_needsTheHeadersOfEveryRoute() {
    zaqar.get("/v2/ping").without("Client-ID").refused(400, "Missing header value");
    zaqar.get("/v2/ping").without("X-Project-ID").refused(400, "Project-Id Missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/v1.1",
        "/v1/queues",
        "/v2",
        "/v3/",
        "/favicon.ico",
        "/v2/queues/",
        "/v2/unknown",
        "/v2/health",
        "/v2/pools",
        "/v2/flavors",
        "/v2/queues/q/unknown",
        "/v2/queues/q/share/",
        "/v2/queues/q/subscriptions/s/unknown",
        "/v2/queues/q/claims/c/messages",
      })
  void unknownRoute_is404WithATitleAlone(String path) {
    Reply reply = zaqar.get(path).expect(404);

    assertThat(reply.json()).isEqualTo(Json.of("{'title': '404 Not Found'}"));
  }

  private JsonNode resources() {
    return zaqar.get("/v2/").expect(200).json().path("resources");
  }
}
