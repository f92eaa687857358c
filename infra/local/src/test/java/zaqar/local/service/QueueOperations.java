// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Operations on queues. */
final class QueueOperations {
  private QueueOperations() {}

  static List<Operation> all() {
    return List.of(
        Operation.of("create")
            .when(
                (scene, instance) ->
                    instance.call("PUT", scene.path(""), "{\"_default_message_ttl\":77}"))
            .then(scene -> checkDefaultTtl(scene, 77)),
        Operation.of("patch")
            .given(scene -> scene.create("{\"_default_message_ttl\":99}"))
            .when(
                (scene, instance) ->
                    instance.call(
                        "PATCH",
                        scene.path(""),
                        "[{\"op\":\"add\",\"path\":\"/metadata/_default_message_ttl\",\"value\":77}]"))
            .then(scene -> checkDefaultTtl(scene, 77)),
        Operation.of("stats")
            .given(scene -> scene.post(3, 100))
            .when((scene, instance) -> instance.call("GET", scene.path("/stats"), ""))
            .eitherWay(
                (scene, answer) ->
                    answer.ifPresent(
                        stats ->
                            assertThat(stats.body().at("/messages/free").asInt()).isEqualTo(3))),
        Operation.of("purge")
            .given(QueueOperations::fill)
            .when((scene, instance) -> instance.call("POST", scene.path("/purge"), ""))
            .then(QueueOperations::checkEmptyForGood),
        Operation.of("delete of a queue")
            .given(QueueOperations::fill)
            .when((scene, instance) -> instance.call("DELETE", scene.path(""), ""))
            .then(
                scene -> {
                  checkEmptyForGood(scene);
                  JsonNode shown = scene.witness().call("GET", scene.path(""), "").body();
                  assertThat(shown.get("_default_message_ttl").asInt()).isEqualTo(3600);
                }));
  }

  /** Old and young messages, large ones, and some that are claimed. */
  private static void fill(Scene scene) {
    scene.create("{\"_default_message_ttl\":99}");
    scene.post(30, 100);
    scene.pass(10);
    scene.claim(5, 60);
    scene.post(2, 3000);
  }

  private static void checkDefaultTtl(Scene scene, int seconds) {
    JsonNode shown = scene.witness().call("GET", scene.path(""), "").body();
    assertThat(shown.get("_default_message_ttl").asInt()).isEqualTo(seconds);
    scene.witness().call("POST", scene.path("/messages"), "{\"messages\":[{\"body\":1}]}");
    assertThat(scene.everything(scene.path("")).getFirst().get("ttl").asInt()).isEqualTo(seconds);
  }

  private static void checkEmptyForGood(Scene scene) {
    assertThat(scene.ids()).isEmpty();
    scene.pass(100);
    assertThat(scene.ids()).isEmpty();
    assertThat(scene.claimable(20)).isEmpty();
    assertThat(scene.witness().call("PUT", scene.path(""), "").status()).isLessThan(300);
    List<String> later = scene.witness().post(scene.path(""), 1, 100);
    assertThat(scene.ids()).isEqualTo(later);
  }
}
