// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Json;
import zaqar.http.Problem;

/** Contract 11.1. */
class PoolParserTest {
  private static byte[] json(String quoted) {
    return quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static Pool.Definition draft(String quoted) {
    return PoolParser.draft(json(quoted));
  }

  @Test
  void draft_needsWeightAndUri() {
    assertThat(draft("{'weight': 0, 'uri': 'dynamodb://abc'}"))
        .isEqualTo(new Pool.Definition(0, new PoolUri("abc"), Optional.empty(), Json.object()));
  }

  @Test
  void draft_mayHaveFlavorAndOptions() {
    Pool.Definition draft =
        draft("{'weight': 1, 'uri': 'dynamodb://abc', 'flavor': 'gold', 'options': {'a': 1}}");

    assertThat(draft.flavor()).contains("gold");
    assertThat(draft.options()).isEqualTo(Json.object().put("a", 1));
    assertThat(draft("{'weight': 1, 'uri': 'dynamodb://abc', 'flavor': ''}").flavor()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'uri': 'dynamodb://abc'}                               | weight",
        "{'weight': 1}                                           | uri",
        "{'weight': 1.0, 'uri': 'dynamodb://abc'}                | weight",
        "{'weight': null, 'uri': 'dynamodb://abc'}               | weight",
        "{'weight': false, 'uri': 'dynamodb://abc'}              | weight",
        "{'weight': 1, 'uri': null}                              | uri",
        "{'weight': 1, 'uri': 'dynamodb://abc', 'flavor': null}  | flavor",
        "{'weight': 1, 'uri': 'dynamodb://abc', 'options': null} | options",
        "{'weight': 1, 'uri': 'dynamodb://abc', 'pool_group': 1} | pool_group",
        "{'weight': 9223372036854775808, 'uri': 'dynamodb://abc'} | 64 bits",
        "[]                                                      | object",
      })
  void draft_ofAnyOtherFormIsRefused(String body, String complaint) {
    assertThatThrownBy(() -> draft(body))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void flavor_hasAtMost255Characters() {
    String body = "{'weight': 1, 'uri': 'dynamodb://abc', 'flavor': 'FLAVOR'}";

    assertThat(draft(body.replace("FLAVOR", "f".repeat(255))).flavor()).isPresent();
    assertThatThrownBy(() -> draft(body.replace("FLAVOR", "f".repeat(256))))
        .isInstanceOf(Problem.class);
  }

  @Test
  void change_leavesTheRest() {
    Pool pool = SamplePools.pool("a", 5, "gold");

    assertThat(change("{'weight': 6, 'unknown': 1}").over(pool))
        .isEqualTo(new Pool.Definition(6, pool.uri(), pool.flavor(), pool.options()));
    assertThat(change("{'uri': 'dynamodb://abc'}").over(pool).uri()).isEqualTo(new PoolUri("abc"));
    assertThat(change("{'options': {'a': 1}}").over(pool).options())
        .isEqualTo(Json.object().put("a", 1));
  }

  @Test
  void change_clearsAFlavorThatIsEmpty() {
    Pool pool = SamplePools.pool("a", 5, "gold");

    assertThat(change("{'flavor': ''}").over(pool).flavor()).isEmpty();
    assertThat(change("{'flavor': 'iron'}").over(pool).flavor()).contains("iron");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'location': 1}", "[1]", "{'weight': null}", "{'flavor': null}"})
  void change_ofAnyOtherFormIsRefused(String body) {
    assertThatThrownBy(() -> change(body)).isInstanceOf(Problem.class);
  }

  private static PoolParser.Change change(String quoted) {
    return PoolParser.change(json(quoted));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamodb://abc", "dynamodb://stack-MessageTable-1A.b_c"})
  void uri_isReadAndWrittenTheSame(String uri) {
    assertThat(PoolUri.parse(uri).orElseThrow()).hasToString(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "dynamodb://",
        "dynamodb://ab",
        "dynamodb://a b",
        "dynamodb://abc/",
        "DYNAMODB://abc",
        "dynamodb://abc\n",
        "localhost:27017",
        "mongodb://localhost:27017"
      })
  void uri_ofAnyOtherFormIsNone(String uri) {
    assertThat(PoolUri.parse(uri)).isEmpty();
  }

  @Test
  void uri_namesATableOf3To255Characters() {
    assertThat(PoolUri.parse("dynamodb://" + "t".repeat(255))).isPresent();
    assertThat(PoolUri.parse("dynamodb://" + "t".repeat(256))).isEmpty();
  }
}
