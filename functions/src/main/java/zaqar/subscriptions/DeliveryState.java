// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import zaqar.http.Json;

/**
 * What became of a subscription's deliveries lately (contract 8.9). It changes with the first
 * failure and the first success, and while nothing changes it is brought up to date at times, so
 * that deliveries which succeed write nothing. Counts and times are lower bounds: what an instance
 * has not written when it ends is not in them.
 *
 * @param lastSuccess when the receiver took something
 * @param failingSince the first failure that no success has followed
 * @param failures tries that failed since then
 * @param givenUp deliveries that were given up since then
 * @param pendingSince when the oldest message became available of those that failed lately and are
 *     tried again
 * @param lastError the last failure; it stays when a success follows
 * @param lastTest the last test that was asked for
 */
public record DeliveryState(
    Optional<Instant> lastSuccess,
    Optional<Instant> failingSince,
    long failures,
    long givenUp,
    Optional<Instant> pendingSince,
    Optional<Failure> lastError,
    Optional<Trial> lastTest) {
  /** Nothing is known. */
  public static final DeliveryState NONE =
      new DeliveryState(
          Optional.empty(),
          Optional.empty(),
          0,
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** While deliveries fail, the state is written as often as that. */
  public static final Duration FAILING_INTERVAL = Duration.ofSeconds(10);

  /** While they succeed, as often as that. */
  static final Duration SUCCESS_INTERVAL = Duration.ofMinutes(15);

  /** The result of a test that the receiver took. */
  public static final String DELIVERED = "delivered";

  private static final String SUCCESS = "ok";
  private static final String FAILING = "failing";
  private static final String FAILURES = "failures";
  private static final String GIVEN_UP = "given_up";
  private static final String PENDING = "pending";
  private static final String ERROR = "error";
  private static final String AT = "at";
  private static final String REASON = "reason";
  private static final String ATTEMPT = "attempt";
  private static final String NEXT = "next";
  private static final String TEST = "test";
  private static final String ASKED = "asked";
  private static final String RESULT = "result";

  /**
   * A try that failed.
   *
   * @param attempt which try it was of its delivery; the first is 1
   * @param next when the next one is due; empty if there is none
   */
  public record Failure(Instant at, String reason, long attempt, Optional<Instant> next) {}

  /**
   * A test.
   *
   * @param asked names it
   * @param result {@link #DELIVERED}, or why it failed; empty as long as it is under way
   */
  public record Trial(Instant asked, Optional<String> result) {}

  /**
   * Failures that are written together.
   *
   * @param last the last of them
   */
  public record Failures(
      Failure last, long failures, long givenUp, Optional<Instant> pendingSince) {}

  /** Whether a failure has followed the last success. */
  public boolean isFailing() {
    return failingSince.isPresent();
  }

  /** Whether a success is worth a write. */
  public boolean isNews(Instant success) {
    return !after(success).equals(this)
        && (isFailing()
            || lastSuccess.isEmpty()
            || !success.isBefore(lastSuccess.get().plus(SUCCESS_INTERVAL)));
  }

  /** Whether a failure is worth a write. */
  public boolean isNews(Failure failure) {
    return !isFollowedBySuccess(failure.at())
        && (!isFailing()
            || lastError.isEmpty()
            || !failure.at().isBefore(lastError.get().at().plus(FAILING_INTERVAL)));
  }

  private boolean isFollowedBySuccess(Instant at) {
    return lastSuccess.filter(success -> !success.isBefore(at)).isPresent();
  }

  /** The state after a success; one that a later outcome has followed changes nothing. */
  public DeliveryState after(Instant success) {
    boolean isOld =
        isFollowedBySuccess(success)
            || (isFailing() && lastError.filter(e -> e.at().isAfter(success)).isPresent());
    return isOld
        ? this
        : new DeliveryState(
            Optional.of(success), Optional.empty(), 0, 0, Optional.empty(), lastError, lastTest);
  }

  /**
   * The state after failures; those that a success has followed change nothing. Of the first ones
   * the last alone counts, since a success may have followed the others.
   */
  public DeliveryState after(Failures all) {
    if (isFollowedBySuccess(all.last().at())) {
      return this;
    }
    boolean isGivenUp = all.last().next().isEmpty();
    boolean isLater = lastError.filter(error -> error.at().isAfter(all.last().at())).isPresent();
    return new DeliveryState(
        lastSuccess,
        failingSince.or(() -> Optional.of(all.last().at())),
        isFailing() ? failures + all.failures() : 1,
        isFailing() ? givenUp + all.givenUp() : Math.min(all.givenUp(), isGivenUp ? 1 : 0),
        isLater ? pendingSince : all.pendingSince(),
        isLater ? lastError : Optional.of(all.last()),
        lastTest);
  }

  /** The state once a test is asked for. */
  DeliveryState asked(Instant test) {
    return with(new Trial(test, Optional.empty()));
  }

  /** The state after a test; one that another test has followed changes nothing here. */
  public DeliveryState tested(Instant test, String result) {
    return lastTest.filter(trial -> trial.asked().equals(test)).isPresent()
        ? with(new Trial(test, Optional.of(result)))
        : this;
  }

  private DeliveryState with(Trial test) {
    return new DeliveryState(
        lastSuccess, failingSince, failures, givenUp, pendingSince, lastError, Optional.of(test));
  }

  /** As it is stored: short, as all that is announced to a queue reads it. */
  String write() {
    ObjectNode document = Json.object();
    put(document, SUCCESS, lastSuccess);
    put(document, FAILING, failingSince);
    if (failures > 0) {
      document.put(FAILURES, failures);
    }
    if (givenUp > 0) {
      document.put(GIVEN_UP, givenUp);
    }
    put(document, PENDING, pendingSince);
    lastError.ifPresent(
        error -> {
          ObjectNode its = document.putObject(ERROR);
          its.put(AT, error.at().toEpochMilli()).put(REASON, error.reason());
          its.put(ATTEMPT, error.attempt());
          put(its, NEXT, error.next());
        });
    lastTest.ifPresent(
        test -> {
          ObjectNode its = document.putObject(TEST).put(ASKED, test.asked().toEpochMilli());
          test.result().ifPresent(result -> its.put(RESULT, result));
        });
    return Json.write(document);
  }

  private static void put(ObjectNode document, String name, Optional<Instant> time) {
    time.ifPresent(known -> document.put(name, known.toEpochMilli()));
  }

  static DeliveryState read(String text) {
    JsonNode document = Json.parse(text);
    JsonNode error = document.path(ERROR);
    JsonNode test = document.path(TEST);
    return new DeliveryState(
        time(document, SUCCESS),
        time(document, FAILING),
        document.path(FAILURES).asLong(),
        document.path(GIVEN_UP).asLong(),
        time(document, PENDING),
        time(error, AT)
            .map(
                at ->
                    new Failure(
                        at,
                        error.path(REASON).asText(),
                        error.path(ATTEMPT).asLong(),
                        time(error, NEXT))),
        time(test, ASKED)
            .map(asked -> new Trial(asked, Optional.ofNullable(test.path(RESULT).textValue()))));
  }

  private static Optional<Instant> time(JsonNode document, String name) {
    return Optional.of(document.path(name))
        .filter(JsonNode::isIntegralNumber)
        .map(millis -> Instant.ofEpochMilli(millis.longValue()));
  }
}
