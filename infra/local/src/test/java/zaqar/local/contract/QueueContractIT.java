// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating, showing and deleting queues (contract 4.2). */
@Against(DEFAULTS)
class QueueContractIT {
  private static final String SHOWN_DEFAULTS =
      """
      {'_default_message_ttl': 3600, '_max_messages_post_size': 262144,
       '_default_message_delay': 0, '_max_claim_count': null, '_dead_letter_queue': null,
       '_dead_letter_queue_messages_ttl': null, '_enable_encrypt_messages': false}
      """;

  private final Zaqar zaqar;
  private final Queue queue;

  QueueContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Nice-Boat_2", "Service.test_queue", "0123456789", "q", "-", "_", "a.b"})
  void name_hasLettersDigitsUnderscoresHyphensAndDots(String name) {
    zaqar.queue(name).create();
    zaqar.delete("/v2/queues/" + name).expect(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Nice-Bo@t", "@$@%5Eqw@", "%E6%B3%A1%E6%B3%A2", "a%20b", "a%0A", "a:b", "a%25b"})
  void name_withOtherCharactersIsRefused(String name) {
    assertNotAName(name);
  }

  @Test
  void name_hasAtMost64Characters() {
    Queue longest = zaqar.queue("x".repeat(64)).create();
    longest.postNumbers(1);

    assertNotAName("x".repeat(65));
  }

  private void assertNotAName(String name) {
    String path = "/v2/queues/" + name;
    for (Call call :
        List.of(
            zaqar.put(path),
            zaqar.get(path),
            zaqar.delete(path),
            zaqar.patch(path).json("[]"),
            zaqar.get(path + "/stats"),
            zaqar.post(path + "/purge"),
            zaqar.get(path + "/messages"),
            zaqar.get(path + "/messages/m"),
            zaqar.post(path + "/messages").json("{'messages': [{'body': 1}]}"),
            zaqar.post(path + "/claims"),
            zaqar.delete(path + "/claims/c"))) {
      call.refused(400, "Invalid queue identification");
    }
  }

  @Test
  void create_is201AndThen204() {
    zaqar.put(queue.path()).expect(201).empty();
    zaqar.put(queue.path()).expect(204).empty();
    queue.put("").expect(204);
  }

  @Test
  void create_keepsAnyMetadata() {
    String metadata =
        """
        {'': 'empty key', '_x': [1, null, {'y': 1.5}], 'a.b': 1, '$c': 2, 'ü': 'ß ☃',
         'nested': {'deep': {'deeper': []}}, 'null': null, 'flag': true}
        """;
    queue.create(metadata);

    assertThat(queue.metadata()).isEqualTo(withDefaults(metadata));
  }

  @Test
  void create_ofAnExistingQueueLeavesItsMetadata() {
    queue.create("{'colour': 'blue'}");

    queue.put("{'colour': 'red', 'more': 1}").expect(204);

    assertThat(queue.metadata()).isEqualTo(withDefaults("{'colour': 'blue'}"));
  }

  @Test
  void create_ofAnExistingQueueStillValidates() {
    queue.create();

    queue.put("{'_default_message_ttl': 59}").refused(400, "Invalid API request");
    queue.put("[]").refused(400, "Invalid request body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", ".", "  ", "null", "'x'", "1"})
  void create_takesNothingButAnObject(String body) {
    queue.put(body).refused(400, "Invalid request body");
    assertThat(zaqar.get("/v2/queues").expect(200).json().path("queues")).isEmpty();
  }

  @Test
  void create_takesMetadataOf65536Bytes() {
    queue.put(metadataOf(65_536)).expect(201);
    assertThat(queue.metadata().path("k").asText()).hasSize(65_536 - "{'k':''}".length());

    queue.put(metadataOf(65_537)).refused(400, "Invalid API request");
    zaqar.queue().put(metadataOf(65_537)).refused(400, "Invalid API request");
    zaqar.queue().put(metadataOf(6_553_600 / 2)).refused(400, "Invalid API request");
    zaqar.queue().put("{}" + " ".repeat(65_535)).refused(400, "Invalid API request");
  }

  private static String metadataOf(int bytes) {
    return "{'k':'" + "x".repeat(bytes - "{'k':''}".length()) + "'}";
  }

  @Test
  void show_hasMetadataAndTheSevenDefaults() {
    queue.create("{'messages': {'ttl': 600}}");

    assertThat(queue.metadata()).isEqualTo(withDefaults("{'messages': {'ttl': 600}}"));
  }

  @Test
  void show_ofAQueueThatNeverWasHasTheDefaultsAndCreatesNothing() {
    assertThat(queue.metadata()).isEqualTo(Json.of(SHOWN_DEFAULTS));
    zaqar.put(queue.path()).expect(201);
  }

  @Test
  void show_isOfTheCallersProject() {
    queue.create("{'colour': 'blue'}");

    assertThat(queue.by(zaqar.otherProject()).metadata()).isEqualTo(Json.of(SHOWN_DEFAULTS));
  }

  @Test
  void delete_isAlways204() {
    zaqar.delete(queue.path()).expect(204).empty();
    queue.create();
    zaqar.delete(queue.path()).expect(204).empty();
    zaqar.delete(queue.path()).expect(204).empty();
  }

  @Test
  void delete_takesMetadataMessagesAndClaimsAtOnce() {
    queue.create("{'colour': 'blue'}");
    List<String> ids = queue.postNumbers(3);
    Claim claim = queue.claim("?limit=1", "{}");

    zaqar.delete(queue.path()).expect(204);

    assertThat(queue.metadata()).isEqualTo(Json.of(SHOWN_DEFAULTS));
    assertHoldsNothing(ids, claim);
    zaqar.put(queue.path()).expect(201);
    assertThat(queue.metadata()).isEqualTo(Json.of(SHOWN_DEFAULTS));
    assertHoldsNothing(ids, claim);
  }

  private void assertHoldsNothing(List<String> ids, Claim claim) {
    assertThat(queue.list("?echo=true&include_claimed=true")).isEmpty();
    assertThat(queue.stats())
        .isEqualTo(Json.of("{'claimed': 0, 'free': 0, 'delayed': 0, 'total': 0}"));
    ids.forEach(id -> queue.message("GET", id).refused(404, "Not found"));
    queue.messages("GET", "?ids=" + Queue.commas(ids)).refused(404, "Not found");
    claim.get().refused(404, "Not found");
    claim.renew("{}").refused(404, "Not found");
    queue.claims("", "{}").expect(204);
    assertThat(queue.pop(20).expect(200).json().path("messages")).isEmpty();
  }

  @Test
  void delete_leavesRoomForANewQueueOfThatName() {
    queue.postNumbers(2);
    zaqar.delete(queue.path()).expect(204);

    queue.post("{'body': 'new'}");

    assertThat(queue.bodies("?echo=true")).containsExactly("new");
    assertThat(queue.claim().bodies()).containsExactly("new");
  }

  @Test
  void delete_isOfTheCallersProject() {
    queue.create();
    zaqar.otherProject().delete(queue.path()).expect(204);

    zaqar.put(queue.path()).expect(204);
  }

  @Test
  void queue_ofTheSameNameInAnotherProjectIsAnother() {
    Zaqar other = zaqar.otherProject();
    queue.postNumbers(2);

    assertThat(queue.by(other).list("?echo=true")).isEmpty();
    queue.by(other).create();
    queue.by(other).post("{'body': 'theirs'}");
    assertThat(queue.bodies("?echo=true")).containsExactly("0", "1");
    assertThat(queue.by(other).bodies("?echo=true")).containsExactly("theirs");
  }

  @Test
  void queue_isNotConfusedByDotsInNames() {
    Queue mine = zaqar.project(zaqar.project() + ".a").queue("b.c");
    Queue other = zaqar.project(zaqar.project() + ".a.b").queue("c");
    String id = mine.postNumbers(1).getFirst();

    assertThat(other.list("?echo=true")).isEmpty();
    other.message("GET", id).refused(404, "Not found");
    zaqar.project(zaqar.project() + ".a").put("/v2/queues/b").expect(201);
    zaqar.delete("/v2/queues/a.b.c").expect(204);
    assertThat(mine.list("?echo=true")).hasSize(1);
  }

  private static JsonNode withDefaults(String metadata) {
    ObjectNode merged = Json.of(SHOWN_DEFAULTS).deepCopy();
    Json.of(metadata).properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
    return merged;
  }
}
