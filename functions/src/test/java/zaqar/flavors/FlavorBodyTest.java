// SPDX-License-Identifier: Apache-2.0
package zaqar.flavors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Problem;

/** Contract 12. */
class FlavorBodyTest {
  private static byte[] json(String quoted) {
    return quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void pools_areSortedAndThereOnce() {
    byte[] body = json("{'pool_list': ['b', 'a', 'b'], 'capabilities': {}}");

    assertThat(FlavorsApi.draft(body)).containsExactly("a", "b");
    assertThat(FlavorsApi.change(body)).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{'pool_list': []}", "{'pool_list': {'a': 'b'}}"})
  void pools_haveToBeSaid(String body) {
    assertThatThrownBy(() -> FlavorsApi.draft(json(body))).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> FlavorsApi.change(json(body))).isInstanceOf(Problem.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'pool_list': ['a'], 'x': 1}", "{'pool_list': ['a'], 'capabilities': null}"})
  void change_mayHaveMoreThanADraft(String body) {
    assertThatThrownBy(() -> FlavorsApi.draft(json(body))).isInstanceOf(Problem.class);
    assertThat(FlavorsApi.change(json(body))).containsExactly("a");
  }
}
