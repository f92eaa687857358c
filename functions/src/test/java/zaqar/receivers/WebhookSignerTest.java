// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the specification's own vector, and the library that its receivers use. */
class WebhookSignerTest {
  private static final String SECRET = WebhookSigner.newSecret(new Random(1));
  private static final String BODY = "{\"body\": \"é 1.50\"}";

  private static Map<String, List<String>> sign(String secret, Instant now, String body) {
    Map<String, String> headers =
        new WebhookSigner(List.of(secret))
            .headers("id_1", now, body.getBytes(StandardCharsets.UTF_8));
    return headers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
  }

  @Test
  void signature_isTheSpecifications() {
    WebhookSigner signer = new WebhookSigner(List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    assertThat(
            signer.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1_614_265_330), body))
        .isEqualTo(
            Map.of(
                "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp", "1614265330",
                "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
  }

  @Test
  void signature_isVerifiedByReceivers() throws Exception {
    Webhook receiver = new Webhook(SECRET);

    assertThatCode(() -> receiver.verify(BODY, sign(SECRET, Instant.now(), BODY)))
        .doesNotThrowAnyException();
  }

  @Test
  void signature_isForThisBodySecretAndTime() throws Exception {
    Webhook receiver = new Webhook(SECRET);
    Instant now = Instant.now();
    String other = WebhookSigner.newSecret(new Random(2));

    for (Map<String, List<String>> headers :
        List.of(
            sign(SECRET, now, BODY + " "),
            sign(other, now, BODY),
            sign(SECRET, now.minus(Duration.ofMinutes(6)), BODY))) {
      assertThatThrownBy(() -> receiver.verify(BODY, headers))
          .isInstanceOf(WebhookVerificationException.class);
    }
  }

  @Test
  void signature_isVerifiedByWhoKnowsEitherSecret() throws Exception {
    String other = WebhookSigner.newSecret(new Random(2));
    byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    Map<String, List<String>> headers =
        new WebhookSigner(List.of(other, SECRET))
            .headers("id_1", Instant.now(), body).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));

    for (String secret : List.of(SECRET, other)) {
      assertThatCode(() -> new Webhook(secret).verify(BODY, headers)).doesNotThrowAnyException();
    }
  }

  @Test
  void secret_isNewEachTime() {
    Random random = new Random(3);

    assertThat(WebhookSigner.newSecret(random))
        .matches("whsec_[A-Za-z0-9+/]{43}=")
        .isNotEqualTo(WebhookSigner.newSecret(random));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "whsec_", "whsec_c2hvcnQ=", "whsec_***", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
  void secret_ofAnotherFormIsRefusedAndNotRepeated(String secret) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebhookSigner(List.of(secret)))
        .satisfies(e -> assertThat(e).hasMessageNotContaining("MfKQ"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a\r\nb", "é"})
  void id_thatWouldBlurTheSignatureIsRefused(String id) {
    WebhookSigner signer = new WebhookSigner(List.of(SECRET));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.headers(id, Instant.EPOCH, new byte[0]));
  }
}
