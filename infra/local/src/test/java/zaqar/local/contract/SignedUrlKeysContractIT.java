// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.SIGNED;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The secrets that URLs are signed with, and how long that lasts (contract 10.2). */
@Against(SIGNED)
class SignedUrlKeysContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  SignedUrlKeysContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  private Call read(String secret, String expires) {
    String path = queue.path("/messages");
    return SignedUrls.signed(zaqar, secret, "GET", path, expires, path);
  }

  private JsonNode share() {
    return zaqar.post(queue.path("/share")).json("{}").expect(200).json();
  }

  @Test
  void signature_isThatOfTheFormula() {
    JsonNode shared = share();
    String text =
        SignedUrls.text(
            queue.path("/messages"), "GET", zaqar.project(), shared.path("expires").asText());

    assertThat(shared.path("signature").asText()).isEqualTo(SignedUrls.hmac("test_key", text));
  }

  @Test
  void previousSecret_isStillAccepted() {
    read("test_key", SignedUrls.in(300)).expect(200);
    read("old_key", SignedUrls.in(300)).expect(200);
    read("older_key", SignedUrls.in(300)).expect(404);
  }

  @Test
  void keyId_isOfOneSecretAlone() {
    String current = share().path("key_id").asText();

    read("test_key", SignedUrls.in(300)).header("URL-Key-Id", current).expect(200);
    read("old_key", SignedUrls.in(300)).header("URL-Key-Id", current).expect(404);
  }

  @Test
  void signature_whoseEndIsTooFarOffFindsNothing() {
    read("test_key", SignedUrls.in(30 * 86_400)).expect(200);
    read("test_key", SignedUrls.in(30 * 86_400 + 300)).expect(404);
    read("test_key", SignedUrls.in(-1)).expect(404);
    read("test_key", "2999-02-30T00:00:00").expect(404);
  }

  @Test
  void confirmation_lastsNoLongerThanWhatIsShared() {
    String id = queue.subscribeTo("https://192.0.32.1/");
    String path = queue.path("/subscriptions/" + id + "/confirm");

    SignedUrls.signed(zaqar, "test_key", "PUT", path, "2999-01-01T00:00:00", path)
        .json("{'confirmed': true}")
        .expect(404);
  }
}
