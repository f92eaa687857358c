// SPDX-License-Identifier: Apache-2.0
package zaqar.store.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import zaqar.store.api.Api;
import zaqar.store.api.Protocol;
import zaqar.store.table.Store;

class EndpointTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  @Test
  void answers_haveAChecksum() throws Exception {
    HttpResponse<byte[]> response = answer("DynamoDB_20120810.ListTables", "{}");
    CRC32 crc = new CRC32();
    crc.update(response.body());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("x-amz-crc32"))
        .contains(Long.toString(crc.getValue()));
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"TableNames\":[]}");
  }

  @Test
  void whatIsNoJsonIsRefused() throws Exception {
    HttpResponse<byte[]> response = answer("DynamoDB_20120810.ListTables", "{");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .contains("#SerializationException");
  }

  @Test
  void pagesOfABrowserAreRefused() throws Exception {
    assertThat(answer("DynamoDB_20120810.ListTables", "{}", "Origin", "null").statusCode())
        .isEqualTo(403);
  }

  private static HttpResponse<byte[]> answer(String target, String body, String... headers)
      throws Exception {
    try (Endpoint endpoint = Endpoint.open(new Protocol(new Api(new Store(CLOCK)), CLOCK), 0);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(InetAddress.getByName(endpoint.uri().getHost()).isLoopbackAddress()).isTrue();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(endpoint.uri())
              .header("X-Amz-Target", target)
              .POST(HttpRequest.BodyPublishers.ofString(body));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }
}
