// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
  private static final String TEXT = "req-3381af92-2b9e-11e3-b191-71861300734c";
  private static final RequestId ID =
      new RequestId(UUID.fromString("3381af92-2b9e-11e3-b191-71861300734c"));

  @Test
  void id_isReadAsItIsWritten() {
    assertThat(ID).hasToString(TEXT);
    assertThat(RequestId.parse(TEXT)).contains(ID);
    assertThat(ID.bytes()).hasSize(16);
    assertThat(RequestId.of(ID.bytes())).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "req-1",
        "3381af92-2b9e-11e3-b191-71861300734c",
        "req-3381AF92-2b9e-11e3-b191-71861300734c",
        "req-3381af92-2b9e-11e3-b191-71861300734c "
      })
  void id_ofAnotherFormIsNone(String text) {
    assertThat(RequestId.parse(text)).isEmpty();
  }
}
