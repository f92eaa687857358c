// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.CLOUD;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of messages on a cloud: each way through the store at least once. */
@Against(CLOUD)
class CloudQueueIT {
  private final Zaqar zaqar;
  private final Queue queue;

  CloudQueueIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void queue_isCreatedListedAndDeletedWithItsMessages() {
    queue.create("{'color': 'red'}");
    queue.postNumbers(3);
    assertThat(Json.texts(zaqar.get("/v2/queues").expect(200).json().path("queues"), "name"))
        .containsExactly(queue.name());

    queue.zaqar().delete(queue.path()).expect(204);
    queue.create();

    assertThat(queue.metadata().has("color")).isFalse();
    assertThat(queue.stats().path("total").intValue()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void messages_areReadOnceAndInOrderByWhoFollowsTheLinks(int shards) {
    queue.create("{'_shards': " + shards + "}");
    List<String> posted = new ArrayList<>(queue.postNumbers(30));
    String page = queue.path("/messages?echo=true&limit=7");
    List<String> read = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      var document = zaqar.get(page).expect(200).json();
      read.addAll(Json.texts(document.path("messages"), "id"));
      page = document.at("/links/0/href").asText();
    }
    posted.addAll(queue.by(zaqar.otherClient()).postNumbers(5));
    read.addAll(Json.texts(zaqar.get(page).expect(200).json().path("messages"), "id"));

    assertThat(read).containsExactlyElementsOf(posted);
  }

  @Test
  @Needs(Ability.STATEMENTS)
  void claim_holdsRenewsReleasesAndDeletes() {
    queue.create();
    List<String> posted = queue.postNumbers(3);
    Claim claim = queue.claim("?limit=2", "{'ttl': 300, 'grace': 60}");
    assertThat(claim.ids()).containsExactlyElementsOf(posted.subList(0, 2));
    assertThat(queue.claim().ids()).containsExactly(posted.get(2));
    queue.claims("", "{}").expect(204);

    claim.renew("{'ttl': 600, 'grace': 60}").expect(204);
    assertThat(claim.get().expect(200).json().path("ttl").intValue()).isEqualTo(600);
    queue.message("DELETE", posted.getFirst()).refused(403);
    queue.message("DELETE", posted.getFirst() + "?claim_id=" + claim.id()).expect(204);
    claim.release();

    claim.get().refused(404);
    assertThat(queue.claim().ids()).containsExactly(posted.get(1));
    assertThat(queue.stats().path("claimed").intValue()).isEqualTo(2);
  }

  @Test
  @Needs(Ability.STATEMENTS)
  void claims_atTheSameTimeShareNoMessage() {
    queue.create("{'_shards': 4}");
    List<String> posted = queue.postNumbers(60);

    List<String> taken =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(worker -> queue.claims("?limit=5", "{'ttl': 300, 'grace': 60}").send())
            .filter(reply -> reply.status() == 201)
            .flatMap(reply -> Claim.in(queue, reply).ids().stream())
            .toList();

    assertThat(taken).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(posted);
  }

  @Test
  @Needs(Ability.STATEMENTS)
  void message_thatIsClaimedTooOftenMoves() {
    Queue graveyard = zaqar.queue().create();
    queue.create("{'_max_claim_count': 1, '_dead_letter_queue': '" + graveyard.name() + "'}");
    queue.postNumbers(2);
    queue.claim().release();

    queue.claims("", "{}").expect(204);

    assertThat(queue.stats().path("total").intValue()).isZero();
    assertThat(graveyard.bodies("?echo=true")).containsExactly("0", "1");
  }

  @Test
  @Needs(Ability.STATEMENTS)
  void pop_takesWhatIsFree() {
    queue.create();
    List<String> posted = queue.postNumbers(5);
    queue.claim("?limit=2", "{'ttl': 300, 'grace': 60}");

    assertThat(Json.texts(queue.pop(10).expect(200).json().path("messages"), "id"))
        .containsExactlyElementsOf(posted.subList(2, 5));
    assertThat(queue.stats().path("total").intValue()).isEqualTo(2);
  }

  @Test
  @Needs(Ability.STATEMENTS)
  void purge_takesEverything() {
    queue.create();
    queue.postNumbers(10);
    queue.claim();
    queue.subscribeTo("https://example.com/");

    zaqar.post(queue.path("/purge")).expect(204);

    assertThat(queue.list("?echo=true&include_claimed=true")).isEmpty();
    assertThat(queue.subscriptionIds("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {800, 2_000, 200_000})
  void body_comesBackAsItWasSent(int length) {
    String body = "x1\u00e9y2".repeat(length / 5);
    String id = queue.post("{'body': '" + body + "'}").getFirst();

    assertThat(queue.message("GET", id).expect(200).json().path("body").asText()).isEqualTo(body);
    assertThat(queue.bodies("?echo=true")).containsExactly(body);
  }

  @Test
  void subscription_isCreatedChangedListedAndDeleted() {
    String id = queue.subscribeTo("https://example.com/one");
    queue.subscription("PATCH", id).json("{'ttl': 600}").expect(204);

    assertThat(queue.subscription("GET", id).expect(200).json().path("ttl").intValue())
        .isEqualTo(600);
    assertThat(queue.subscriptionIds("")).containsExactly(id);
    queue.subscription("DELETE", id).expect(204);
    assertThat(queue.subscriptionIds("")).isEmpty();
  }
}
