// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import zaqar.local.service.Instance.Reply;

/** Operations on claims. */
final class ClaimOperations {
  private static final String SHORT_CLAIM = "{\"ttl\":60,\"grace\":60}";
  private static final String LONG_CLAIM = "{\"ttl\":300,\"grace\":60}";

  private static final List<Integer> LENGTHS = List.of(98, 98, 198, 198, 2998, 2998);

  private ClaimOperations() {}

  static List<Operation> all() {
    return List.of(
        claim("claim", scene -> scene.post(5, 100)),
        claim("claim of large bodies", scene -> scene.post(3, 3000)),
        claim(
            "claim that moves the cursor",
            scene -> {
              scene.postEnoughToPass();
              scene.claim(20, 60);
            }),
        claim(
            "claim of what the cursor has passed",
            scene -> {
              claimAndPass(scene, 60);
              scene.pass(65);
            }),
        Operation.of("claim of dead letters")
            .given(ClaimOperations::exhaust)
            .when((scene, instance) -> scene.claim(instance, 20))
            .eitherWay((scene, answer) -> checkDeadLetters(scene)),
        Operation.of("redrive of dead letters")
            .given(
                scene -> {
                  exhaust(scene);
                  scene.claimable(20);
                })
            .when(
                (scene, instance) ->
                    instance.call("POST", scene.path("-dead") + "/redrive", "{\"limit\":3}"))
            .eitherWay((scene, answer) -> checkRedriven(scene)),
        Operation.of("show")
            .given(
                scene -> {
                  scene.post(3, 3000);
                  scene.claim(3, 60);
                })
            .when((scene, instance) -> instance.call("GET", scene.claim(0), ""))
            .eitherWay(
                (scene, answer) ->
                    answer.ifPresent(
                        claim -> assertThat(Scene.ids(claim)).isEqualTo(scene.posted()))),
        Operation.of("renewal")
            .given(
                scene -> {
                  scene.post(3, 3000);
                  scene.claim(3, 60);
                })
            .when((scene, instance) -> instance.call("PATCH", scene.claim(0), LONG_CLAIM))
            .then(
                scene -> {
                  scene.pass(200);
                  assertThat(scene.claimable(20)).isEmpty();
                  Reply claim = scene.witness().call("GET", scene.claim(0), "");
                  assertThat(Scene.ids(claim)).isEqualTo(scene.posted());
                }),
        Operation.of("renewal for less")
            .given(scene -> claimAndPass(scene, 600))
            .when((scene, instance) -> instance.call("PATCH", scene.claim(0), SHORT_CLAIM))
            .then(
                scene -> {
                  scene.pass(65);
                  assertThat(scene.claimable(20)).isEqualTo(scene.posted().subList(0, 20));
                }),
        Operation.of("release")
            .given(scene -> claimAndPass(scene, 600))
            .when((scene, instance) -> instance.call("DELETE", scene.claim(0), ""))
            .then(
                scene -> assertThat(scene.claimable(20)).isEqualTo(scene.posted().subList(0, 20))));
  }

  private static Operation claim(String name, Consumer<Scene> given) {
    return Operation.of(name)
        .given(given)
        .when((scene, instance) -> scene.claim(instance, 20))
        .eitherWay(ClaimOperations::checkClaimed);
  }

  private static void claimAndPass(Scene scene, int ttl) {
    scene.postEnoughToPass();
    scene.claim(20, ttl);
    scene.claim(20, ttl);
  }

  /** What is claimed is nobody else's, and comes back when its time is over. */
  private static void checkClaimed(Scene scene, Optional<Reply> answer) {
    List<String> held = answer.map(Scene::ids).orElse(List.of());
    List<String> others = scene.claimable(20);
    assertThat(others).doesNotHaveDuplicates().allMatch(id -> !held.contains(id));
    answer.ifPresent(
        claim ->
            assertThat(
                    Scene.ids(
                        scene
                            .witness()
                            .call("GET", Scene.pathOf(claim.headers().get("Location")), "")))
                .isEqualTo(held));
    scene.pass(65);
    int count = Math.min(20, scene.posted().size());
    assertThat(scene.claimable(20)).isEqualTo(scene.posted().subList(0, count));
  }

  /** Four messages that were claimed as often as they may be, and two that were not. */
  private static void exhaust(Scene scene) {
    scene.create("{\"_max_claim_count\":1,\"_dead_letter_queue\":\"" + scene.path("-dead") + "\"}");
    scene.post(2, 100);
    scene.post(2, 3000);
    scene.claim(4, 60);
    scene.pass(65);
    scene.post(2, 200);
  }

  private static void checkDeadLetters(Scene scene) {
    assertThat(lengths(scene)).isEqualTo(LENGTHS);
    scene.pass(65);
    while (!scene.claimable(20).isEmpty()) {
      scene.pass(65);
    }
    assertThat(scene.ids()).isEmpty();
    assertThat(lengths(scene)).isEqualTo(LENGTHS);
  }

  /** Each of the four is in one of both queues, and those that went back can be claimed again. */
  private static void checkRedriven(Scene scene) {
    assertThat(lengths(scene)).isEqualTo(LENGTHS);
    scene.pass(65);
    int letters = scene.everything(scene.path("-dead")).size();
    assertThat(letters).isLessThanOrEqualTo(4);
    assertThat(scene.claimable(20)).hasSize(4 - letters);
  }

  /** The lengths of all bodies in both queues. */
  private static List<Integer> lengths(Scene scene) {
    return Stream.of("", "-dead")
        .flatMap(name -> scene.everything(scene.path(name)).stream())
        .map(message -> message.get("body").asText().length())
        .sorted()
        .toList();
  }
}
