// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How query strings are read (contract 2.5), on a queue that holds the numbers 0 to 3. */
@Against(DEFAULTS)
class QueryContractIT {
  private final Zaqar zaqar;
  private final Queue queue;
  private List<String> ids = List.of();

  QueryContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @BeforeEach
  void post() {
    ids = queue.postNumbers(4);
  }

  @Test
  void emptyValue_countsAsAbsent() {
    assertThat(queue.bodies("?limit=&marker=&echo=true")).hasSize(4);
    assertThat(queue.bodies("?ids=&echo=true")).hasSize(4);
    assertThat(queue.list("?echo=")).isEmpty();
    queue.messages("DELETE", "?ids=&pop=").expect(400);
    queue.message("DELETE", ids.getFirst() + "?claim_id=").expect(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"limit=3&limit=2", "limit=3,2", "limit=x&limit=2", "limit=3&limit=&limit=2"})
  void scalar_isTheLastValueGiven(String limit) {
    assertThat(queue.bodies("?echo=true&" + limit)).containsExactly("0", "1");
  }

  @Test
  void marker_isTheLastValueGiven() {
    zaqar.queue("b-queue").create();
    zaqar.queue("z-queue").create();

    Reply reply = zaqar.get("/v2/queues?marker=y,queue-z").expect(200);

    assertThat(Json.texts(reply.json().path("queues"), "name")).containsExactly("z-queue");
  }

  @Test
  void list_maySeparateByCommaAndByName() {
    String repeated = "?ids=" + String.join("&ids=", ids);
    String mixed =
        "?ids=" + ids.get(0) + "," + ids.get(1) + "&ids=" + ids.get(2) + "," + ids.get(3);

    assertThat(queue.bodies("?ids=" + Queue.commas(ids))).containsExactly("0", "1", "2", "3");
    assertThat(queue.bodies(repeated)).containsExactly("0", "1", "2", "3");
    assertThat(queue.bodies(mixed)).containsExactly("0", "1", "2", "3");
  }

  @Test
  void list_dropsEmptyItems() {
    assertThat(queue.bodies("?ids=," + ids.get(0) + ",," + ids.get(1) + ","))
        .containsExactly("0", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?ids=,", "?ids=,,,"})
  void list_ofNothingIsRefused(String query) {
    queue.messages("GET", query).refused(400, "Invalid API request");
    queue.messages("DELETE", query).refused(400, "Invalid API request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "t", "yes", "y", "1", "on"})
  void boolean_isTrueInTheseWords(String word) {
    assertThat(queue.list("?echo=" + word)).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "False", "f", "no", "n", "0", "off"})
  void boolean_isFalseInTheseWords(String word) {
    assertThat(queue.list("?echo=" + word)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUE", "FALSE", "None", "2", "zzz", "%20"})
  void boolean_inOtherWordsIsRefused(String word) {
    queue.messages("GET", "?echo=" + word).refused(400, "Invalid parameter");
    queue.messages("GET", "?include_claimed=" + word).refused(400, "Invalid parameter");
    queue.messages("GET", "?include_delayed=" + word).refused(400, "Invalid parameter");
    zaqar.get("/v2/queues?detailed=" + word).refused(400, "Invalid parameter");
    zaqar.get("/v2/queues?with_count=" + word).refused(400, "Invalid parameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "%2B2", "%202%20", "02"})
  void integer_mayHaveSignAndWhitespace(String number) {
    assertThat(queue.list("?echo=true&limit=" + number)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "abc", "0x5", "%20", "1e1", "--1"})
  void integer_ofOtherFormIsRefused(String number) {
    queue.messages("GET", "?limit=" + number).refused(400, "Invalid parameter");
    queue.messages("DELETE", "?pop=" + number).refused(400, "Invalid parameter");
    queue.claims("?limit=" + number, "{}").refused(400, "Invalid parameter");
    zaqar.get("/v2/queues?limit=" + number).refused(400, "Invalid parameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999", "-99999999999999999999"})
  void integer_ofAnySizeIsOutsideTheLimits(String number) {
    queue.messages("GET", "?limit=" + number).refused(400);
  }

  @Test
  void name_isCaseSensitive() {
    assertThat(queue.list("?echo=true&Limit=99&LIMIT=x")).hasSize(4);
    assertThat(queue.list("?Echo=true")).isEmpty();
  }

  @Test
  void name_thatIsUnknownIsIgnored() {
    assertThat(queue.list("?echo=true&colour=blue&limt=x")).hasSize(4);
    queue.claims("?colour=blue", "{}").expect(201);
    zaqar.get(queue.path("/stats?colour=blue")).expect(200);
  }

  @Test
  void parameter_ofAnotherModeIsNotLookedAt() {
    assertThat(queue.bodies("?ids=" + ids.getFirst() + "&limit=99&echo=zzz")).containsExactly("0");
    queue.messages("DELETE", "?ids=" + ids.getFirst() + "&limit=x&echo=zzz").expect(204);
    queue.messages("DELETE", "?pop=1&limit=x").expect(200);
  }
}
