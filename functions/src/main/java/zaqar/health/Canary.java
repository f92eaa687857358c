// SPDX-License-Identifier: Apache-2.0
package zaqar.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import zaqar.dynamodb.Platform;
import zaqar.health.PoolHealth.Operation;
import zaqar.health.PoolHealth.OperationResult;
import zaqar.http.Handler;
import zaqar.http.Json;
import zaqar.http.Response;
import zaqar.names.ProjectId;

/**
 * Uses a pool as clients do, in a queue of a random project, and deletes it in the end. An
 * operation that depends on a failed one is not tried, and fails for the same reason. The queue is
 * deleted in any case.
 */
final class Canary {
  /** After that nothing is begun any more, as a request must end in time. */
  private static final Duration TIME = Duration.ofSeconds(5);

  private final String pool;
  private final Handler service;
  private final Clock clock;
  private final RandomGenerator random;
  private final Consumer<String> log;
  private final ProjectId project;
  private final Instant end;
  private final List<OperationResult> outcomes = new ArrayList<>();

  /**
   * Prepares to try a pool out, once and now.
   *
   * @param service puts queues into this pool
   */
  Canary(String pool, Handler service, Platform platform, Consumer<String> log) {
    this.pool = pool;
    this.service = service;
    this.log = log;
    clock = platform.clock();
    random = platform.random();
    project = new ProjectId("health-" + newId());
    end = clock.instant().plus(TIME);
  }

  /** What an operation has brought for those that need it, or under which ref it failed. */
  private record Result<T>(Optional<T> value, Optional<String> ref) {
    T get() {
      return value.orElseThrow();
    }
  }

  PoolHealth check() {
    Result<Response> created =
        attempt(Operation.CREATE_QUEUE, Optional.empty(), CanaryClient::createQueue);
    Result<List<String>> posted =
        attempt(
            Operation.POST_MESSAGES, created.ref(), visit -> List.of(visit.post(), visit.post()));
    Result<CanaryClient.Claimed> claimed =
        attempt(Operation.CLAIM_MESSAGES, posted.ref(), visit -> visit.claim(posted.get()));
    attempt(
        Operation.LIST_MESSAGES,
        created.ref(),
        visit -> visit.list(posted.value().orElse(List.of())));
    attempt(
        Operation.DELETE_MESSAGES,
        posted.ref(),
        visit -> visit.delete(unclaimed(posted.get(), claimed)));
    attempt(Operation.BULK_DELETE_MESSAGES, claimed.ref(), visit -> visit.deleteAll(claimed.get()));
    attempt(Operation.DELETE_CLAIM, claimed.ref(), visit -> visit.release(claimed.get().claim()));
    attemptAnyway(Operation.DELETE_QUEUE, CanaryClient::deleteQueue);
    return new PoolHealth(pool, outcomes);
  }

  private static String unclaimed(List<String> posted, Result<CanaryClient.Claimed> claimed) {
    return posted.stream()
        .filter(id -> claimed.value().filter(claim -> claim.message().equals(id)).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  /** Tries an operation in time, unless what it needs has failed under the ref {@code obstacle}. */
  private <T> Result<T> attempt(
      Operation operation, Optional<String> obstacle, Function<CanaryClient, T> call) {
    Optional<String> reason = obstacle.or(this::lateness);
    if (reason.isPresent()) {
      outcomes.add(new OperationResult(operation, Duration.ZERO, reason));
      return new Result<>(Optional.empty(), reason);
    }
    return attemptAnyway(operation, call);
  }

  /** Under which ref it failed that there is no more time. */
  private Optional<String> lateness() {
    return clock.instant().isBefore(end)
        ? Optional.empty()
        : outcomes.stream().map(OperationResult::ref).flatMap(Optional::stream).findFirst();
  }

  private <T> Result<T> attemptAnyway(Operation operation, Function<CanaryClient, T> call) {
    String ref = newId();
    Instant start = clock.instant();
    try {
      T value = call.apply(new CanaryClient(service, project, ref));
      outcomes.add(new OperationResult(operation, since(start), Optional.empty()));
      return new Result<>(Optional.of(value), Optional.empty());
    } catch (RuntimeException failure) {
      outcomes.add(new OperationResult(operation, since(start), Optional.of(ref)));
      report(operation, ref, failure);
      return new Result<>(Optional.empty(), Optional.of(ref));
    }
  }

  private Duration since(Instant start) {
    return Duration.between(start, clock.instant());
  }

  private void report(Operation operation, String ref, RuntimeException failure) {
    log.accept(
        Json.line(
            Json.object()
                .put("level", "ERROR")
                .put("request_id", ref)
                .put("pool", pool)
                .put("operation", operation.name())
                .put("reason", String.valueOf(failure.getMessage()))));
  }

  private String newId() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
