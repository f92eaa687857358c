// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing the queues of a project (contract 4.2, GET /v2/queues). */
@Against(DEFAULTS)
class QueueListContractIT {
  private final Zaqar zaqar;

  QueueListContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
  }

  @Test
  void list_ofNoQueuesIs200() {
    assertThat(list("")).isEqualTo(Json.of("{'queues': [], 'links': []}"));
    assertThat(list("?detailed=true&with_count=true&limit=20"))
        .isEqualTo(Json.of("{'queues': [], 'links': []}"));
  }

  @Test
  void list_hasNamesAndHrefs() {
    zaqar.queue("q").create("{'colour': 'blue'}");

    assertThat(list("").path("queues"))
        .isEqualTo(Json.of("[{'name': 'q', 'href': '/v2/queues/q'}]"));
  }

  @Test
  void list_hasStatsWhereTheyAreAskedFor() {
    zaqar.queue("a").postNumbers(3);
    zaqar.queue("a").claim("?limit=1", "{}");
    create("b");

    JsonNode page = list("?with_stats=true");

    assertThat(page.at("/queues/0/stats")).isEqualTo(zaqar.queue("a").stats());
    assertThat(page.at("/queues/1/stats"))
        .isEqualTo(Json.of("{'claimed': 0, 'free': 0, 'delayed': 0, 'total': 0}"));
    assertThat(page.at("/links/0/href").textValue()).contains("with_stats=true");
    assertThat(list("").at("/queues/0").has("stats")).isFalse();
  }

  @Test
  void list_isInByteOrderOfNames() {
    create("b", "a", "B", "_", "-", ".x", "a.b", "a-b", "a_b", "1", "aB");

    assertThat(names("?limit=20"))
        .containsExactly("-", ".x", "1", "B", "_", "a", "a-b", "a.b", "aB", "a_b", "b");
  }

  @Test
  void list_isOfTheCallersProject() {
    create("q1");
    zaqar.otherProject().queue("q3").create();

    assertThat(names("")).containsExactly("q1");
  }

  @Test
  void list_takesTheProjectAsItIs() {
    zaqar.project(zaqar.project() + "1").queue("theirs").create();
    Zaqar pattern = zaqar.project(zaqar.project() + ".");

    assertThat(pattern.get("/v2/queues").expect(200).json().path("queues")).isEmpty();
  }

  @Test
  void list_showsQueuesThatWerePostedTo() {
    zaqar.queue("lazy").postNumbers(1);

    assertThat(names("")).containsExactly("lazy");
  }

  @Test
  void list_losesDeletedQueues() {
    create("a", "b");
    zaqar.delete("/v2/queues/a").expect(204);

    assertThat(names("")).containsExactly("b");
  }

  @Test
  void page_hasTenQueuesUnlessAskedForMore() {
    IntStream.range(10, 31).forEach(n -> create("q" + n));

    assertThat(names("")).hasSize(10);
    assertThat(names("?limit=20")).hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "21", "200"})
  void page_hasOneTo20Queues(String limit) {
    zaqar.get("/v2/queues?limit=" + limit).refused(400, "Invalid API request");
  }

  @Test
  void pages_leadThroughAllQueues() {
    create("q1", "q2", "q3");
    List<String> seen = new ArrayList<>();
    JsonNode page = list("?limit=2");
    assertThat(page.path("queues")).hasSize(2);
    while (!page.path("links").isEmpty()) {
      seen.addAll(Json.texts(page.path("queues"), "name"));
      page = zaqar.get(page.at("/links/0/href").asText()).expect(200).json();
    }

    assertThat(seen).containsExactly("q1", "q2", "q3");
    assertThat(page).isEqualTo(Json.of("{'queues': [], 'links': []}"));
  }

  @Test
  void pages_ofOneQueueLeadOn() {
    create("q1", "q2");

    assertThat(Json.texts(next(list("?limit=1")).path("queues"), "name")).containsExactly("q2");
  }

  @Test
  void marker_isAnyStringBeforeTheNames() {
    create("b", "d");

    assertThat(names("?marker=b")).containsExactly("d");
    assertThat(names("?marker=c")).containsExactly("d");
    assertThat(names("?marker=a%20%2F%C3%A4")).containsExactly("b", "d");
    assertThat(names("?marker=c" + "z".repeat(2000))).containsExactly("d");
    assertThat(list("?marker=zzz")).isEqualTo(Json.of("{'queues': [], 'links': []}"));
  }

  @Test
  void marker_outlivesItsQueue() {
    create("a", "b", "c");
    String next = list("?limit=1").at("/links/0/href").asText();
    zaqar.delete("/v2/queues/a").expect(204);

    assertThat(Json.texts(zaqar.get(next).expect(200).json().path("queues"), "name"))
        .containsExactly("b");
  }

  @Test
  void detailed_hasTheMetadataThatShowHas() {
    zaqar.queue("a").create("{'colour': 'blue', '_default_message_ttl': 300}");
    zaqar.queue("b").create();
    JsonNode queues = list("?detailed=true").path("queues");

    assertThat(queues).hasSize(2);
    for (JsonNode queue : queues) {
      assertThat(Json.names(queue)).containsExactlyInAnyOrder("name", "href", "metadata");
      assertThat(queue.path("metadata"))
          .isEqualTo(zaqar.queue(queue.path("name").asText()).metadata());
    }
    assertThat(list("?detailed=false").at("/queues/0").has("metadata")).isFalse();
  }

  @Test
  void count_isOfAllQueuesWhateverThePage() {
    zaqar.queue("q1").create("{'colour': 'blue'}");
    create("q2", "q3");
    zaqar.otherProject().queue("q4").create();

    assertThat(list("?with_count=true").path("count")).isEqualTo(Json.of("3"));
    assertThat(list("?with_count=true&limit=1").path("count")).isEqualTo(Json.of("3"));
    assertThat(list("?with_count=true&colour=blue&name=1").path("count")).isEqualTo(Json.of("3"));
    assertThat(list("?with_count=false").has("count")).isFalse();
    assertThat(list("").has("count")).isFalse();
  }

  @Test
  void name_isAPlainSubstring() {
    create("one", "two", "tone", "o.e");

    assertThat(names("?name=one")).containsExactly("one", "tone");
    assertThat(names("?name=o")).hasSize(4);
    assertThat(names("?name=o.e")).containsExactly("o.e");
    assertThat(names("?name=%5B")).isEmpty();
    assertThat(names("?name=%5Eone")).isEmpty();
    assertThat(names("?name=ONE")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "node=34                        | none",
        "size=30                        | q1",
        "size=30&colour=blue            | q1",
        "size=30&colour=red             | none",
        "colour=blue                    | q1 q2",
        "colour=Blue                    | none",
        "text=30                        | none",
        "flag=true                      | none",
        "nothing=null                   | none",
        "deep.er.est=7                  | q2",
        "deep.er.name=sea               | q2",
        "deep.er=7                      | none",
        "_max_messages_post_size=2000   | q2",
        "_default_message_ttl=3600      | none",
        "limt=5                         | none",
        "name=q&size=31                 | q2",
        "name=1&size=31                 | none",
        "colour=                        | q1 q2 q3",
      })
  void filter_comparesWithStoredMetadata(String query, String names) {
    zaqar.queue("q1").create("{'colour': 'blue', 'size': 30, 'text': '30', 'flag': true}");
    zaqar
        .queue("q2")
        .create(
            """
            {'colour': 'blue', 'size': 31, 'nothing': null, '_max_messages_post_size': 2000,
             'deep': {'er': {'est': 7, 'name': 'sea'}}}
            """);
    create("q3");

    assertThat(names("?" + query))
        .containsExactlyElementsOf(names == null ? List.of() : List.of(names.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"colour=blue&colour=red", "colour=blue&colour=blue", "colour=blue,red"})
  void filter_isGivenOnce(String query) {
    zaqar.get("/v2/queues?" + query).refused(400);
  }

  @Test
  void filter_isAppliedBeforeThePageIsCut() {
    IntStream.range(10, 30).forEach(n -> create("q" + n));
    zaqar.queue("z1").create("{'colour': 'blue'}");
    zaqar.queue("z2").create("{'colour': 'blue'}");
    JsonNode first = list("?limit=1&colour=blue");

    assertThat(Json.texts(first.path("queues"), "name")).containsExactly("z1");
    assertThat(Json.texts(next(first).path("queues"), "name")).containsExactly("z2");
    assertThat(next(next(first))).isEqualTo(Json.of("{'queues': [], 'links': []}"));
  }

  private void create(String... names) {
    for (String name : names) {
      zaqar.queue(name).create();
    }
  }

  private JsonNode list(String query) {
    return zaqar.get("/v2/queues" + query).expect(200).json();
  }

  private List<String> names(String query) {
    return Json.texts(list(query).path("queues"), "name");
  }

  private JsonNode next(JsonNode page) {
    return zaqar.get(page.at("/links/0/href").asText()).expect(200).json();
  }
}
