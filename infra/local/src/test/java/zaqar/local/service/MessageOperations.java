// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import zaqar.local.service.Instance.Reply;

/** Operations on messages. */
final class MessageOperations {
  private MessageOperations() {}

  static List<Operation> all() {
    return List.of(
        post("post", 3, 100),
        post("post of many", 30, 100),
        post("post of large bodies", 3, 3000),
        Operation.of("post to a new queue")
            .when((scene, instance) -> post(scene, instance, 2, 100))
            .eitherWay(MessageOperations::checkPosted),
        once("post with a key", 3, 100),
        once("post of large bodies with a key", 3, 3000),
        Operation.of("list")
            .given(scene -> scene.post(3, 3000))
            .when((scene, instance) -> instance.call("GET", scene.path("/messages?echo=true"), ""))
            .eitherWay(
                (scene, answer) ->
                    answer.ifPresent(
                        page -> assertThat(Scene.ids(page)).isEqualTo(scene.posted()))),
        Operation.of("delete")
            .given(
                scene -> {
                  scene.post(3, 100);
                  scene.claim(3, 60);
                })
            .when(
                (scene, instance) ->
                    instance.call(
                        "DELETE",
                        scene.path("/messages/" + scene.posted().getFirst())
                            + scene.claim(0).replaceAll(".*/", "?claim_id="),
                        ""))
            .then(scene -> assertThat(scene.ids()).isEqualTo(scene.posted().subList(1, 3))),
        Operation.of("delete of many")
            .given(scene -> scene.post(30, 100))
            .when(
                (scene, instance) ->
                    instance.call(
                        "DELETE",
                        scene.path(
                            "/messages?ids=" + String.join(",", scene.posted().subList(5, 25))),
                        ""))
            .then(
                scene ->
                    assertThat(scene.ids())
                        .hasSize(10)
                        .doesNotContainAnyElementsOf(scene.posted().subList(5, 25))),
        Operation.of("pop")
            .given(
                scene -> {
                  scene.post(2, 100);
                  scene.post(3, 3000);
                })
            .when((scene, instance) -> instance.call("DELETE", scene.path("/messages?pop=4"), ""))
            .eitherWay(MessageOperations::checkPopped));
  }

  private static Operation post(String name, int count, int size) {
    return Operation.of(name)
        .given(scene -> scene.post(1, 100))
        .when((scene, instance) -> post(scene, instance, count, size))
        .eitherWay(MessageOperations::checkPosted);
  }

  private static Reply post(Scene scene, Instance instance, int count, int size) {
    String message = "{\"ttl\":600,\"body\":\"" + Instance.letters(count, size) + "\"}";
    return instance.call(
        "POST",
        scene.path("/messages"),
        "{\"messages\":[" + String.join(",", Collections.nCopies(count, message)) + "]}");
  }

  private static Operation once(String name, int count, int size) {
    String message = "{\"ttl\":600,\"body\":\"" + Instance.letters(count, size) + "\"}";
    String body = "{\"messages\":[" + String.join(",", Collections.nCopies(count, message)) + "]}";
    return Operation.of(name)
        .given(scene -> scene.post(1, 100))
        .when((scene, instance) -> instance.postOnce(scene.path(""), "key", body))
        .then(
            scene -> {
              List<String> all = scene.ids();
              Reply again = scene.witness().postOnce(scene.path(""), "key", body);
              assertThat(all).hasSize(1 + count);
              assertThat(Scene.postedIds(again)).isEqualTo(all.subList(1, all.size()));
              assertThat(scene.ids()).isEqualTo(all);
              assertThat(scene.claimable(20)).isEqualTo(all);
            });
  }

  private static void checkPosted(Scene scene, Optional<Reply> answer) {
    List<String> all = scene.ids();
    assertThat(all.subList(0, scene.posted().size())).isEqualTo(scene.posted());
    answer.ifPresent(
        posted ->
            assertThat(all.subList(scene.posted().size(), all.size()))
                .isEqualTo(Scene.postedIds(posted)));
    assertThat(scene.claimable(20)).isEqualTo(all.subList(0, Math.min(20, all.size())));
  }

  private static void checkPopped(Scene scene, Optional<Reply> answer) {
    List<String> popped = answer.map(Scene::ids).orElse(List.of());
    List<String> left = scene.ids();
    assertThat(popped).hasSizeLessThanOrEqualTo(4);
    assertThat(left).doesNotHaveDuplicates().allMatch(id -> !popped.contains(id));
    Reply rest = scene.witness().call("DELETE", scene.path("/messages?pop=20"), "");
    assertThat(Scene.ids(rest)).isEqualTo(left);
    assertThat(scene.ids()).isEmpty();
  }
}
