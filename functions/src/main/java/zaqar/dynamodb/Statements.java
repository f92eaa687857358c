// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Conditional writes on many messages in one call, each of which succeeds or fails alone: PartiQL
 * does in one round trip what would be a call for each message. A statement never makes an item
 * that is not there. Failed statements are sent again from here and not by the SDK, so that it is
 * known whether one may have been carried out twice.
 */
public record Statements(Platform platform) {
  private static final int ATTEMPTS = 4;
  private static final int FAULT = 500;
  private static final Result NOT_SENT = new Result.Failed("not sent in time");
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** What became of one statement. */
  public sealed interface Result {
    /**
     * It was carried out; {@code item} is what it was told to return. A delete of what is not there
     * is carried out as well, and returns nothing.
     *
     * @param perhapsAgain whether an earlier attempt, whose answer was lost, may have done it
     *     before
     */
    record Done(Map<String, AttributeValue> item, boolean perhapsAgain) implements Result {}

    /** Its condition was false; {@code standing} is what stands in the way, if anything does. */
    record Refused(Optional<Map<String, AttributeValue>> standing) implements Result {}

    /**
     * The store did not carry it out, for a reason of its own, although it was asked several times.
     */
    record Failed(String reason) implements Result {}

    /** Nobody knows whether it was carried out: an answer was lost, and asking again failed. */
    record Unknown(String reason) implements Result {}
  }

  /**
   * Ends a request whose statements the store did not carry out, or may not have.
   *
   * @throws IllegalStateException if that is so for one of them
   */
  public static void requireNoFailure(List<Result> outcomes) {
    for (Result outcome : outcomes) {
      if (outcome instanceof Result.Failed failed) {
        throw new IllegalStateException("the store did not carry out a write: " + failed.reason());
      }
      if (outcome instanceof Result.Unknown unknown) {
        throw new IllegalStateException("a write may have happened: " + unknown.reason());
      }
    }
  }

  /** The name of a queue's table as statements need it. */
  public static String table(QueueInPool queue) {
    return '"' + queue.table() + '"';
  }

  /** One statement with values for its question marks. */
  public static BatchStatementRequest statement(String text, AttributeValue... parameters) {
    return BatchStatementRequest.builder()
        .statement(text)
        .parameters(parameters)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  /** Carries out all statements; outcomes in the order of the statements. */
  public List<Result> run(List<BatchStatementRequest> statements) {
    return run(statements, () -> true);
  }

  /**
   * The same for statements that were decided at a time. They are not sent when that is too long
   * ago, so one that is carried out lands within {@link TimeBounds#UNDER_WAY}.
   *
   * @param decided the time that they were decided at
   */
  public List<Result> run(List<BatchStatementRequest> statements, TimeBounds decided) {
    return run(statements, () -> platform.isInTime(decided));
  }

  private List<Result> run(List<BatchStatementRequest> statements, BooleanSupplier isInTime) {
    return platform
        .parallel()
        .map(Chunks.of(statements, Chunks.WRITES), chunk -> runChunk(chunk, isInTime))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private List<Result> runChunk(List<BatchStatementRequest> chunk, BooleanSupplier isInTime) {
    List<Result> outcomes = new ArrayList<>(Collections.nCopies(chunk.size(), NOT_SENT));
    List<Integer> left = IntStream.range(0, chunk.size()).boxed().toList();
    for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
      if (attempt > 0) {
        platform.sleepAbout(PAUSE.multipliedBy(attempt));
      }
      if (!isInTime.getAsBoolean()) {
        break;
      }
      List<Result> sent = send(left.stream().map(chunk::get).toList());
      for (int i = 0; i < sent.size(); i++) {
        int place = left.get(i);
        outcomes.set(place, after(outcomes.get(place), sent.get(i)));
      }
      left = left.stream().filter(place -> isUndone(outcomes.get(place))).toList();
    }
    return outcomes;
  }

  private static boolean isUndone(Result outcome) {
    return outcome instanceof Result.Failed || outcome instanceof Result.Unknown;
  }

  /** What is known after another attempt: one that may have done it leaves a doubt behind. */
  private static Result after(Result before, Result next) {
    if (!(before instanceof Result.Unknown)) {
      return next;
    }
    return switch (next) {
      case Result.Failed failed -> new Result.Unknown(failed.reason());
      case Result.Done done -> new Result.Done(done.item(), true);
      case Result.Refused refused -> refused;
      case Result.Unknown unknown -> unknown;
    };
  }

  /**
   * Sends statements once.
   *
   * @throws AwsServiceException if the store will never carry them out
   */
  private List<Result> send(List<BatchStatementRequest> statements) {
    try {
      DynamoDbClient once = platform.dynamoDb().once();
      return once.batchExecuteStatement(r -> r.statements(statements)).responses().stream()
          .map(Statements::outcome)
          .toList();
    } catch (SdkException failure) {
      return Collections.nCopies(statements.size(), outcome(failure));
    }
  }

  private static Result outcome(SdkException failure) {
    if (DynamoDb.isThrottling(failure)) {
      return new Result.Failed(failure.toString());
    }
    if (failure instanceof AwsServiceException answer && answer.statusCode() < FAULT) {
      throw answer;
    }
    return new Result.Unknown(failure.toString());
  }

  /** If the store reports a fault of its own, it may have carried the statement out. */
  private static Result outcome(BatchStatementResponse response) {
    BatchStatementError error = response.error();
    if (error == null) {
      return new Result.Done(response.item(), false);
    }
    return switch (error.code()) {
      case CONDITIONAL_CHECK_FAILED ->
          new Result.Refused(Optional.of(error.item()).filter(item -> !item.isEmpty()));
      case INTERNAL_SERVER_ERROR, UNKNOWN_TO_SDK_VERSION ->
          new Result.Unknown(error.codeAsString());
      default -> new Result.Failed(error.codeAsString());
    };
  }
}
