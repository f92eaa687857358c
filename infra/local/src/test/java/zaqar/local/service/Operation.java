// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import zaqar.local.service.Instance.Reply;

/**
 * An operation of the API as {@link EachCallIT} puts it through faults: something to begin with, a
 * request, and what is promised whatever became of it.
 *
 * @param isRepeated whether a client that got no answer sends the same request again
 * @param check given the answer that says that the request was carried out; empty if none came
 */
record Operation(
    String name,
    Consumer<Scene> given,
    BiFunction<Scene, Instance, Reply> request,
    boolean isRepeated,
    BiConsumer<Scene, Optional<Reply>> check) {

  static Given of(String name) {
    return new Given(name, scene -> {});
  }

  @Override
  public String toString() {
    return name;
  }

  /** An operation in the making. */
  record Given(String name, Consumer<Scene> given) {
    Given given(Consumer<Scene> something) {
      return new Given(name, something);
    }

    When when(BiFunction<Scene, Instance, Reply> request) {
      return new When(this, request);
    }
  }

  /** An operation in the making. */
  record When(Given given, BiFunction<Scene, Instance, Reply> request) {
    /** What is true once the client has been answered, be it at his second try. */
    Operation then(Consumer<Scene> check) {
      return new Operation(
          given.name(), given.given(), request, true, (scene, answer) -> check.accept(scene));
    }

    /** What is true whether or not the client was answered; he does not try again. */
    Operation eitherWay(BiConsumer<Scene, Optional<Reply>> check) {
      return new Operation(given.name(), given.given(), request, false, check);
    }
  }
}
