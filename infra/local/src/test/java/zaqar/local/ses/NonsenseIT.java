// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class NonsenseIT {
  private static final String SEND_EMAIL = "/v2/email/outbound-emails";

  private Ses ses;

  @BeforeEach
  void start() {
    ses = Ses.start(new SmtpServer("127.0.0.1", 1));
  }

  @AfterEach
  void stop() {
    ses.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/email/outbound-emails",
    "PUT, /v2/email/outbound-emails",
    "POST, /v2/email/outbound-bulk-emails",
    "POST, /v2/email/outbound-emails/",
    "GET, /v2/email/account",
    "POST, /"
  })
  void request_thatIsNotKnownIs404(String method, String path) throws Exception {
    HttpResponse<String> answer = call(method, path, "{}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(type(answer)).isEqualTo("UnknownOperationException");
    assertThat(answer.body()).contains(method + " " + path);
  }

  @Test
  void body_thatIsNoJsonIs400() throws Exception {
    HttpResponse<String> answer = call("POST", SEND_EMAIL, "{\"Content\":");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(type(answer)).isEqualTo("SerializationException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "{}",
        "{\"FromEmailAddress\": 7}",
        "{\"FromEmailAddress\": \"a@b.example\", \"Destination\": \"c@d.example\"}",
        "{\"FromEmailAddress\": \"a@b.example\", \"Destination\": {\"ToAddresses\": \"c@d.example\"}}",
        "{\"FromEmailAddress\": \"a@b.example\", \"Destination\": {\"ToAddresses\": [null]}}",
        "{\"FromEmailAddress\": \"a@b.example\", \"Destination\": {\"ToAddresses\": [\"c@d.example\"]},"
            + " \"Content\": {\"Simple\": []}}"
      })
  void body_thatIsNoMailIs400(String body) throws Exception {
    HttpResponse<String> answer = call("POST", SEND_EMAIL, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(type(answer)).isEqualTo("BadRequestException");
    assertThat(answer.body()).startsWith("{\"message\":\"");
  }

  @Test
  void endpoint_isOnTheLoopbackAddress() {
    assertThat(ses.endpoint().getHost()).isEqualTo("127.0.0.1");
  }

  private static String type(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-amzn-ErrorType").orElseThrow();
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(ses.endpoint() + path))
              .method(method, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }
}
