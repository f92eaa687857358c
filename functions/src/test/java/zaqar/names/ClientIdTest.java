// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.2. */
class ClientIdTest {
  private static final ClientId CLIENT =
      new ClientId(UUID.fromString("3381af92-2b9e-11e3-b191-71861300734c"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3381af92-2b9e-11e3-b191-71861300734c",
        "3381AF92-2B9E-11E3-B191-71861300734C",
        "3381af922b9e11e3b19171861300734c",
        "3381AF922b9e11e3B19171861300734C",
        "{3381af92-2b9e-11e3-b191-71861300734c}",
        "{3381af922b9e11e3b19171861300734c}",
        "urn:uuid:3381af92-2b9e-11e3-b191-71861300734c",
        "urn:uuid:3381af922b9e11e3b19171861300734c",
        "uuid:3381af92-2b9e-11e3-b191-71861300734c",
        "urn:uuid:{3381af92-2b9e-11e3-b191-71861300734c}"
      })
  void uuid_isTheSameClientInAllItsSpellings(String text) {
    assertThat(ClientId.ofUuid(text)).contains(CLIENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "textid",
        "0xdeadbeef",
        "3381af92-2b9e-11e3-b191-71861300734",
        "3381af92-2b9e-11e3-b191-71861300734c0",
        "3381af92-2b9e-11e3-b191-71861300734g",
        "3381af92-2b9e-11e3-b191-71861300734c\n",
        " 3381af92-2b9e-11e3-b191-71861300734c",
        "3381af92_2b9e_11e3_b191_71861300734c",
        "3381af92-2b9e-11e3-b191-71861300734c,3381af92-2b9e-11e3-b191-71861300734c",
        "{}",
        "3381af92-{2b9e}-11e3-b191-71861300734c",
        "URN:UUID:3381af92-2b9e-11e3-b191-71861300734c",
        "urn:uuid:"
      })
  void uuid_isNothingElse(String text) {
    assertThat(ClientId.ofUuid(text)).isEmpty();
  }

  @Test
  void uuid_withoutEndIsNoneAtOnce() {
    String endless = "x" + "{".repeat(1_000_000);

    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ClientId.ofUuid(endless)))
        .isEmpty();
  }

  @Test
  void bytes_areThoseOfTheUuidInOrder() {
    assertThat(CLIENT.bytes()).hasSize(16).startsWith(0x33, 0x81, 0xaf, 0x92).endsWith(0x73, 0x4c);
  }

  @Test
  void text_isOneClientForEachString() {
    assertThat(ClientId.ofText("worker-0001"))
        .isEqualTo(ClientId.ofText("worker-0001"))
        .isNotEqualTo(ClientId.ofText("Worker-0001"))
        .isNotEqualTo(ClientId.ofText("worker-0002"));
  }
}
