package zaqar.dynamodb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import zaqar.settings.Settings;

/**
 * Conditional writes on many messages in one call, each of which succeeds or fails alone: PartiQL
 * does in one round trip what would be a call for each message. A statement never makes an item
 * that is not there.
 */
public final class Statements {
  private static final int ATTEMPTS = 4;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final Parallel parallel;
  private final Pause pause;
  private final RandomGenerator random;

  /** Works on the message table. */
  public Statements(Platform platform) {
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    parallel = platform.parallel();
    pause = platform.pause();
    random = platform.random();
  }

  /** What became of one statement. */
  public sealed interface Outcome {
    /**
     * It was carried out; {@code item} is what it was told to return. A delete of what is not there
     * is carried out as well, and returns nothing.
     */
    record Done(Map<String, AttributeValue> item) implements Outcome {}

    /** Its condition was false; {@code item} is what stands there, empty if nothing does. */
    record Refused(Map<String, AttributeValue> item) implements Outcome {
      /** What stands in the way, if anything does. */
      public Optional<Map<String, AttributeValue>> standing() {
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
      }
    }

    /**
     * The store did not carry it out, for a reason of its own, although it was asked several times.
     */
    record Failed(String code) implements Outcome {}
  }

  /**
   * Ends a request whose statements the store did not carry out.
   *
   * @throws IllegalStateException if one of them failed
   */
  public static void requireNoFailure(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Failed failed) {
        throw new IllegalStateException("the store did not carry out a write: " + failed.code());
      }
    }
  }

  /** The name of the message table as statements need it. */
  public String table() {
    return '"' + settings.messageTable() + '"';
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
  public List<Outcome> run(List<BatchStatementRequest> statements) {
    List<Supplier<List<Outcome>>> calls =
        Chunks.of(statements, Chunks.WRITES).stream()
            .<Supplier<List<Outcome>>>map(chunk -> () -> runChunk(chunk))
            .toList();
    return parallel.all(calls).stream().flatMap(List::stream).toList();
  }

  private List<Outcome> runChunk(List<BatchStatementRequest> chunk) {
    List<Outcome> outcomes = new ArrayList<>(send(chunk));
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      List<Integer> failed =
          IntStream.range(0, chunk.size())
              .filter(i -> outcomes.get(i) instanceof Outcome.Failed)
              .boxed()
              .toList();
      if (failed.isEmpty()) {
        break;
      }
      pause.sleepAbout(PAUSE.multipliedBy(attempt), random);
      List<Outcome> again = send(failed.stream().map(chunk::get).toList());
      for (int i = 0; i < failed.size(); i++) {
        outcomes.set(failed.get(i), again.get(i));
      }
    }
    return outcomes;
  }

  private List<Outcome> send(List<BatchStatementRequest> statements) {
    return dynamoDb
        .client()
        .batchExecuteStatement(r -> r.statements(statements))
        .responses()
        .stream()
        .map(Statements::outcome)
        .toList();
  }

  private static Outcome outcome(BatchStatementResponse response) {
    if (response.error() == null) {
      return new Outcome.Done(response.item());
    }
    return response.error().code() == BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED
        ? new Outcome.Refused(response.error().item())
        : new Outcome.Failed(response.error().codeAsString());
  }
}
