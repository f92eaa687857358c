// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.local.failure.CannotStart;

class ParametersTest {
  private static final Section DECLARED =
      TemplateYaml.parse(
          """
          Mode: { Type: String, Default: a, AllowedValues: [a, b, 3] }
          Count: { Type: Number, Default: 5, MinValue: 1, MaxValue: 10 }
          Name: { Type: String, Default: "", AllowedPattern: "[a-z]*" }
          """);

  @Test
  void values_givenWinOverOwnOverDefault() {
    assertThat(Parameters.values(DECLARED, Map.of("Mode", "b", "Count", "6"), Map.of("Count", "7")))
        .isEqualTo(Map.of("Mode", "b", "Count", "7", "Name", ""));
  }

  @Test
  void values_ownForNoParameterAreLeftOut() {
    assertThat(Parameters.values(DECLARED, Map.of("Unheard", "x"), Map.of()))
        .doesNotContainKey("Unheard");
  }

  @Test
  void values_withoutDefaultMustBeGiven() {
    Section declared = TemplateYaml.parse("Key: { Type: String }");

    assertThatThrownBy(() -> Parameters.values(declared, Map.of(), Map.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("--parameter Key=");
    assertThat(Parameters.values(declared, Map.of(), Map.of("Key", "k"))).containsEntry("Key", "k");
  }

  @ParameterizedTest
  @CsvSource({
    "Mode, c, 'one of a, b, 3'",
    "Count, 0, at least 1",
    "Count, 11, at most 10",
    "Count, many, a number",
    "Name, A, of the form [a-z]*",
    "Unheard, x, no parameter"
  })
  void values_outsideWhatTheTemplateAllowsAreRefused(String name, String value, String reason) {
    assertThatThrownBy(() -> Parameters.values(DECLARED, Map.of(), Map.of(name, value)))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason);
  }
}
