// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.failure.CannotStart;

class SmtpServerTest {
  @Test
  void parse_takesHostAndPort() {
    assertThat(SmtpServer.parse("mail.example:25")).isEqualTo(new SmtpServer("mail.example", 25));
    assertThat(SmtpServer.parse("[::1]:1025")).isEqualTo(new SmtpServer("[::1]", 1025));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", ":25", "localhost:", "localhost:smtp", "a:0", "a:65536", "a:-1"})
  void parse_refusesWhatIsNeither(String text) {
    assertThatThrownBy(() -> SmtpServer.parse(text))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("HOST:PORT");
  }
}
