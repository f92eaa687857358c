// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zaqar.http.Requests.query;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.5. */
class QueryTest {
  @Test
  void parameter_withAnEmptyValueCountsAsAbsent() {
    Query query = query("limit", "", "ids", "", "echo", "", "marker", "");

    assertThat(query.number("limit")).isEmpty();
    assertThat(query.list("ids")).isEmpty();
    assertThat(query.flag("echo", true)).isTrue();
    assertThat(query.text("marker")).isEmpty();
  }

  @Test
  void scalar_givenSeveralTimesOrAsAListIsItsLastValue() {
    assertThat(query("limit", "3", "limit", "2").number("limit")).contains(2);
    assertThat(query("marker", "a,b").text("marker")).contains("b");
    assertThat(query("marker", "a,b", "marker", "").text("marker")).contains("b");
  }

  @Test
  void name_isCaseSensitive() {
    assertThat(query("Limit", "3").number("limit")).isEmpty();
  }

  @Test
  void list_mixesRepeatedNamesAndCommasAndDropsEmptyItems() {
    Query query = query("ids", "a,,b,", "x", "9", "ids", "", "ids", "c");

    assertThat(query.list("ids"))
        .hasValueSatisfying(l -> assertThat(l).containsExactly("a", "b", "c"));
  }

  @Test
  void list_ofNothingButCommasIsThereAndEmpty() {
    assertThat(query("ids", ",").list("ids")).hasValueSatisfying(l -> assertThat(l).isEmpty());
    assertThat(query().list("ids")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"7,7", "+7,7", "-7,-7", "' 7 ',7", "007,7"})
  void number_mayHaveASignAndBlanksAround(String text, int value) {
    assertThat(query("limit", text).number("limit")).contains(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "abc", "0x5", " ", "1 2", "99999999999999999999"})
  void number_thatIsNoneIsABadRequestNamingTheParameter(String text) {
    assertThatThrownBy(() -> query("limit", text).number("limit"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem.response().body()).contains("Invalid parameter", "limit");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "t", "yes", "y", "1", "on"})
  void flag_knowsTheOriginalsWordsForTrue(String text) {
    assertThat(query("echo", text).flag("echo", false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "False", "f", "no", "n", "0", "off"})
  void flag_knowsTheOriginalsWordsForFalse(String text) {
    assertThat(query("echo", text).flag("echo", true)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUE", "None", "2", " true"})
  void flag_inAnyOtherSpellingIsABadRequest(String text) {
    assertThatThrownBy(() -> query("echo", text).flag("echo", false))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
  }
}
