// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Json;

/** Contract 9.3. What is sent is shown where there is a mail server. */
class MailTest {
  @ParameterizedTest
  @CsvSource({
    "mailto:a@b.example, a@b.example, ",
    "MAILTO:a+b@b.example, a+b@b.example, ",
    "mailto:a%2Bb@localhost, a+b@localhost, ",
    "mailto:a@b.example?subject=one%20two+%C3%A9, a@b.example, one two+é",
    "mailto:a@b.example?Subject=, a@b.example, ''",
    "mailto://a@b.example, a@b.example,",
    "mailto:%2F%2Fa@b.example, //a@b.example,"
  })
  void uri_meansOneRecipient(String uri, String address, String subject) {
    assertThat(MailUri.isMail(uri)).isTrue();
    assertThat(MailUri.parse(uri)).contains(new MailUri(address, Optional.ofNullable(subject)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailto:",
        "mailto:a",
        "mailto:@b.example",
        "mailto:a@",
        "mailto:a@b,c@d",
        "mailto:a@b%2Cc@d",
        "mailto:a b@c",
        "mailto:a%0D%0ABcc:x@y@c",
        "mailto:%22a%22@b",
        "mailto:a@-b",
        "mailto:a@[127.0.0.1]",
        "mailto:a@b%zz",
        "mailto:a@b?bcc=c@d",
        "mailto:a@b?to=c@d",
        "mailto:a@b?subject=x&bcc=c@d",
        "mailto:a@b?subject=x%0D%0ABcc:c@d",
        "mailto:é@b"
      })
  void uri_ofAnythingElseIsRefused(String uri) {
    assertThat(MailUri.parse(uri)).isEmpty();
    assertThat(
            new ReceiverCheck(new AddressGuard(true, true, OwnHosts.NONE, host -> null), true)
                .fault(uri))
        .contains("must have one mail address, and no field but a subject.");
  }

  @Test
  void mail_isRefusedWhereNoneIsSent() {
    assertThat(
            new ReceiverCheck(new AddressGuard(true, true, OwnHosts.NONE, host -> null), false)
                .fault("mailto:a@b"))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"from\": null, \"subject\": null}",
        "{\"from\": \"\", \"subject\": \"\"}",
        "{\"from\": \"a@b\", \"subject\": \"é\"}"
      })
  void options_thatWork(String options) {
    assertThat(MailOptions.fault(Json.parse(options))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"from\": 1}",
        "{\"from\": \"me\"}",
        "{\"from\": \"a@b\\r\\nBcc: c@d\"}",
        "{\"subject\": 1}",
        "{\"subject\": \"a\\nb\"}"
      })
  void options_thatDoNot(String options) {
    assertThat(MailOptions.fault(Json.parse(options))).isPresent();
    assertThat(MailOptions.read(Json.parse(options)))
        .isEqualTo(new MailOptions(Optional.empty(), Optional.empty()));
  }
}
