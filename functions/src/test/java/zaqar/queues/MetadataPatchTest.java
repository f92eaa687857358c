// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Json;
import zaqar.http.Problem;

/** Contract 4.2, PATCH. */
class MetadataPatchTest {
  private static final String STORED = "{\"a\":1,\"b\":{\"c\":2}}";

  private static ObjectNode patch(String patch) {
    return MetadataPatch.parse(Json.parse(patch)).apply((ObjectNode) Json.parse(STORED));
  }

  private static void assertRefused(String patch, int status) {
    assertThatThrownBy(() -> patch(patch))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(status));
  }

  private static String add(String path) {
    return "[{\"op\":\"add\",\"path\":\"" + path + "\",\"value\":0}]";
  }

  @Test
  void operations_areAppliedInOrder() {
    String patched =
        Json.write(
            patch(
                """
                [{"op":"add","path":"/metadata/x","value":null},
                 {"op":"replace","path":"/metadata/x","value":[1]},
                 {"op":"remove","path":"/metadata/a"},
                 {"op":"add","path":"/metadata/b","value":"new","from":"unknown members do not matter"}]
                """));

    assertThat(patched).isEqualTo("{\"b\":\"new\",\"x\":[1]}");
  }

  @Test
  void patch_ofNothingChangesNothing() {
    assertThat(Json.write(patch("[]"))).isEqualTo(STORED);
  }

  @Test
  void patch_leavesWhatIsStoredAsItIs() {
    ObjectNode stored = (ObjectNode) Json.parse(STORED);
    MetadataPatch.parse(Json.parse(add("/metadata/x"))).apply(stored);

    assertThat(Json.write(stored)).isEqualTo(STORED);
  }

  @ParameterizedTest
  @CsvSource({
    "/metadata/k, k",
    "/MetaData/k, k",
    "/ metadata / k , k",
    "/metadata/a~1b, a/b",
    "/metadata/~01, ~1",
    "/metadata/_x, _x"
  })
  void path_namesAKey(String path, String key) {
    assertThat(patch(add(path)).has(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a",
        "/a",
        "/metadata",
        "/metadata/",
        "metadata/a",
        "//a",
        "/metadata//a",
        "/metadata/a/",
        "/metadata/b/c",
        "/foo/a",
        "/metadata/~",
        "/metadata/~2"
      })
  void path_thatNamesNoneIsABadRequest(String path) {
    assertRefused(add(path), 400);
  }

  @Test
  void remove_doesNotCareForTheFirstSegment() {
    assertThat(patch("[{\"op\":\"remove\",\"path\":\"/foo/a\"}]").has("a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"replace", "remove"})
  void key_thatIsNotSetIsAConflict(String op) {
    assertRefused("[{\"op\":\"" + op + "\",\"path\":\"/metadata/x\",\"value\":1}]", 409);
  }

  @Test
  void key_thatIsReservedCanBeReplacedAndRemovedUnset() {
    for (String key : ReservedMetadata.ALWAYS_SHOWN) {
      String path = "\"path\":\"/metadata/" + key + "\"";

      assertThat(patch("[{\"op\":\"replace\"," + path + ",\"value\":5}]").get(key).intValue())
          .isEqualTo(5);
      assertThat(Json.write(patch("[{\"op\":\"remove\"," + path + "}]"))).isEqualTo(STORED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1]",
        "[[]]",
        "[null]",
        "[{}]",
        "[{\"op\":\"add\",\"path\":\"/metadata/x\"}]",
        "[{\"op\":\"replace\",\"path\":\"/metadata/a\"}]",
        "[{\"op\":\"add\",\"value\":1}]",
        "[{\"op\":\"remove\"}]",
        "[{\"path\":\"/metadata/x\",\"value\":1}]",
        "[{\"op\":\"a\",\"path\":\"/metadata/x\",\"value\":1}]",
        "[{\"op\":\"ADD\",\"path\":\"/metadata/x\",\"value\":1}]",
        "[{\"op\":\"test\",\"path\":\"/metadata/a\",\"value\":1}]",
        "[{\"op\":1,\"path\":\"/metadata/x\",\"value\":1}]",
        "[{\"op\":\"add\",\"path\":1,\"value\":1}]",
        "[{\"op\":\"add\",\"path\":null,\"value\":1}]",
        "[{\"op\":\"replace\",\"path\":\"/metadata/x\",\"value\":1},{\"op\":\"a\"}]"
      })
  void document_thatIsNoPatchIsABadRequest(String patch) {
    assertRefused(patch, 400);
  }
}
