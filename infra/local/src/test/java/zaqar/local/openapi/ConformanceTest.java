// SPDX-License-Identifier: Apache-2.0
package zaqar.local.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConformanceTest {
  private static final Conformance CONFORMANCE = new Conformance(ApiDocument.ours());
  private static final String ID = "req-00000000-0000-0000-0000-000000000000";
  private static final String STATS = "/v2/queues/q/stats";
  private static final String COUNTS =
      "{\"messages\": {\"claimed\": 0, \"free\": 0, \"delayed\": 0, \"total\": 0}}";

  private final Map<String, String> headers =
      new TreeMap<>(Map.of("x-openstack-request-id", ID, "content-type", "application/json"));

  private List<String> faults(String method, String path, int status, String body) {
    Map<String, List<String>> given = new TreeMap<>();
    headers.forEach((name, value) -> given.put(name, List.of(value)));
    HttpHeaders all = HttpHeaders.of(given, (name, value) -> true);
    return CONFORMANCE.faults(method, path, new Answer(status, all, body.getBytes(UTF_8)));
  }

  @Test
  void answer_asDescribedHasNoFault() {
    assertThat(faults("GET", STATS, 200, COUNTS)).isEmpty();
  }

  @Test
  void status_mustBeListed() {
    assertThat(faults("GET", STATS, 409, "{\"title\": \"a\"}"))
        .containsExactly("the status is not described");
  }

  @Test
  void status_ofOtherMethodsAndPathsIsAnyRefusal() {
    headers.put("allow", "GET, OPTIONS");

    assertThat(faults("PUT", STATS, 405, "{\"title\": \"a\"}")).isEmpty();
    assertThat(faults("PUT", STATS, 204, "")).containsExactly("the status is not described");
    assertThat(faults("GET", "/v2/nothing", 200, "{}"))
        .containsExactly("the status is not described");
  }

  @Test
  void body_mustFitItsSchema() {
    assertThat(faults("GET", STATS, 200, COUNTS.replace("claimed", "held")))
        .singleElement()
        .asString()
        .startsWith("the body: ")
        .contains("claimed");
    assertThat(faults("GET", STATS, 200, "")).containsExactly("the body is missing");
  }

  @Test
  void mediaType_mustBeListed() {
    headers.put("content-type", "text/plain");

    assertThat(faults("GET", STATS, 200, COUNTS))
        .containsExactly("the media type 'text/plain' is not described");
  }

  @Test
  void headers_mustBeThoseThatAreListed() {
    headers.remove("x-openstack-request-id");
    headers.put("x-more", "a");

    assertThat(faults("GET", STATS, 200, COUNTS))
        .containsExactly(
            "the header X-Openstack-Request-Id is missing", "the header x-more is not described");
  }

  @Test
  void headers_mustFitTheirSchemas() {
    headers.put("x-openstack-request-id", "none");

    assertThat(faults("GET", STATS, 200, COUNTS))
        .singleElement()
        .asString()
        .startsWith("the header X-Openstack-Request-Id: ");
  }

  @Test
  void examples_ofBodiesFitTheirSchemas() {
    Schemas schemas = new Schemas(ApiDocument.ours());
    List<JsonNode> bodies = ApiDocument.ours().root().path("paths").findValues("requestBody");

    assertThat(bodies).isNotEmpty();
    for (JsonNode body : bodies) {
      for (JsonNode media : body.path("content")) {
        Optional<String> fault = schemas.fault(media.path("schema"), media.path("example"));
        assertThat(fault).as(media.path("example").toString()).isEmpty();
      }
    }
  }
}
