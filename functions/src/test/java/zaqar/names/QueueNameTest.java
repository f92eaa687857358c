// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 1. */
class QueueNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"q", "Nice-Boat_2", "Service.test_queue", "123", ".", "..", "_", "-"})
  void name_hasLettersDigitsUnderscoresHyphensAndDots(String text) {
    assertThat(QueueName.isValid(text, 64)).isTrue();
    assertThat(new QueueName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Nice-Bo@t",
        "@$@^qw@",
        "a/b",
        "a b",
        "q\n",
        "\nq",
        "ü",
        "汽车",
        "q\0",
        "٢"
      })
  void name_hasNothingElse(String text) {
    assertThat(QueueName.isValid(text, 64)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new QueueName(text));
  }

  @Test
  void name_mayBeAsLongAsTheLimit() {
    assertThat(QueueName.isValid("q".repeat(64), 64)).isTrue();
    assertThat(QueueName.isValid("q".repeat(65), 64)).isFalse();
  }

  @Test
  void names_sortByTheirBytes() {
    assertThat(Stream.of("a", "_", "Z", "0", "-", "ab", "a.").map(QueueName::new).sorted())
        .map(QueueName::value)
        .containsExactly("-", "0", "Z", "_", "a", "a.", "ab");
  }
}
