// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zaqar.local.service.Instance.Reply;

/**
 * A fault at any of the calls that an operation makes to the store breaks no promise (P1): each
 * call of each operation goes wrong in each way, and then an instance that knows nothing of it
 * looks at what is left.
 */
class EachCallIT {
  private static final int AT_ONCE = 4;

  /** Long enough for calls that are made at the same time to be done. */
  private static final Duration BESIDE = Duration.ofMillis(15);

  /** In which way a call goes wrong. */
  private enum Way {
    LOST_ONCE,
    LOST,
    REFUSED,
    CRASH,
    CRASH_AFTER;

    /** What is only read cannot be lost on the way back in a way of its own. */
    boolean concerns(String call) {
      boolean isRead = call.matches("(GetItem|BatchGetItem|Query) .*");
      return !isRead || this == REFUSED || this == CRASH;
    }

    Plan at(String call) {
      return attempt -> attempt.call().equals(call) ? befalls(attempt) : Fault.NONE;
    }

    private Fault befalls(Plan.Attempt attempt) {
      return switch (this) {
        case LOST_ONCE -> attempt.isFirst() ? Fault.of(Fault.Kind.LOST) : Fault.NONE;
        case LOST -> Fault.of(Fault.Kind.LOST);
        case REFUSED -> Fault.of(Fault.Kind.REFUSED);
        case CRASH -> new Fault(Fault.Kind.CRASH, BESIDE);
        case CRASH_AFTER -> new Fault(Fault.Kind.CRASH_AFTER, BESIDE);
      };
    }
  }

  static Stream<Operation> operations() {
    return Stream.of(MessageOperations.all(), ClaimOperations.all(), QueueOperations.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operation_survivesAFaultAtEachCall(Operation operation) throws Exception {
    List<String> calls = calls(operation);
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> trials = new ArrayList<>();
      for (String call : calls) {
        Stream.of(Way.values())
            .filter(way -> way.concerns(call))
            .forEach(way -> trials.add(executor.submit(() -> run(operation, call, way))));
      }
      for (Future<?> trial : trials) {
        trial.get();
      }
    }
  }

  /** The calls that an operation makes if nothing goes wrong. */
  private static List<String> calls(Operation operation) {
    Faults faults = new Faults();
    Instance instance = Instance.start(faults);
    Scene scene = new Scene(instance, instance);
    operation.given().accept(scene);
    faults.heal();
    assertThat(operation.request().apply(scene, instance).status()).isLessThan(300);
    return faults.calls();
  }

  private static void run(Operation operation, String call, Way way) {
    Faults faults = new Faults();
    Instance instance = Instance.start(faults);
    Scene scene = new Scene(instance, instance.another());
    operation.given().accept(scene);
    faults.follow(way.at(call));
    Reply reply = operation.request().apply(scene, instance);
    try {
      awaitQuiet(faults);
      Optional<Reply> answer = answer(reply, faults);
      if (answer.isEmpty() && operation.isRepeated()) {
        answer = Optional.of(operation.request().apply(scene, scene.witness()));
        assertThat(answer.get().status()).as("tried again").isLessThan(300);
      }
      operation.check().accept(scene, answer);
    } catch (AssertionError e) {
      throw new AssertionError(operation + ", " + call + " " + way + ", answered " + reply, e);
    }
  }

  private static void awaitQuiet(Faults faults) {
    while (!faults.isQuiet()) {
      Thread.onSpinWait();
    }
  }

  private static Optional<Reply> answer(Reply reply, Faults faults) {
    if (reply.status() == 503) {
      assertThat(reply.body().get("title").asText()).isNotEmpty();
      assertThat(reply.body().get("description").asText()).isNotEmpty();
      return Optional.empty();
    }
    assertThat(reply.status()).isLessThan(300);
    return faults.isCrashed() ? Optional.empty() : Optional.of(reply);
  }
}
