// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import zaqar.settings.TemplateVariables;

class StatementsTest {
  private static final Map<String, AttributeValue> ITEM = Map.of("i", AttributeValue.fromN("1"));

  private final Ticks clock = new Ticks();
  private final Store store = new Store();
  private final Platform platform =
      new Platform(
          new DynamoDb(store, store, new ClockGuard(clock, Duration.ZERO)),
          TemplateVariables.settings(),
          new Parallel(Runnable::run),
          clock,
          clock::pass,
          new Random(1));
  private final Statements statements = new Statements(platform);

  /** A store that answers a statement as it is told, and at last carries it out. */
  private static final class Store implements DynamoDbClient {
    private final List<Object> answers = new ArrayList<>();
    private int calls;

    @Override
    public BatchExecuteStatementResponse batchExecuteStatement(
        BatchExecuteStatementRequest request) {
      calls++;
      Object answer =
          answers.isEmpty()
              ? BatchStatementResponse.builder().item(ITEM).build()
              : answers.removeFirst();
      if (answer instanceof RuntimeException failure) {
        throw failure;
      }
      BatchStatementResponse response =
          answer instanceof String code
              ? BatchStatementResponse.builder().error(e -> e.code(code)).build()
              : (BatchStatementResponse) answer;
      return BatchExecuteStatementResponse.builder().responses(response).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private Statements.Result run() {
    return statements.run(List.of(Statements.statement("DELETE"))).getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ThrottlingError", "TransactionConflict", "RequestLimitExceeded"})
  void statement_thatWasSurelyNotCarriedOutIsSentAgainAndLeavesNoDoubt(String code) {
    store.answers.add(code);

    assertThat(run()).isEqualTo(new Statements.Result.Done(ITEM, false));
  }

  @Test
  void batch_thatMeetsATransactionIsSentAgainAndLeavesNoDoubt() {
    store.answers.add(TransactionConflictException.builder().statusCode(400).build());

    assertThat(run()).isEqualTo(new Statements.Result.Done(ITEM, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"InternalServerError", "OfALaterRelease"})
  void statement_overWhichTheStoreBrokeDownMayHaveBeenCarriedOut(String code) {
    store.answers.add(code);

    assertThat(run()).isEqualTo(new Statements.Result.Done(ITEM, true));
  }

  @Test
  void doubt_staysWhateverComesNext() {
    store.answers.add(DynamoDbException.builder().statusCode(500).build());
    store.answers.addAll(List.of("ThrottlingError", "ThrottlingError", "ThrottlingError"));

    assertThat(run()).isEqualTo(new Statements.Result.Unknown("ThrottlingError"));
  }

  @Test
  void statement_isNotSentWhenWhatItGoesByIsOver() {
    TimeBounds decided = platform.now();
    clock.pass(TimeBounds.SENDING.plusMillis(1));

    assertThat(statements.run(List.of(Statements.statement("UPDATE")), decided).getFirst())
        .isInstanceOf(Statements.Result.Failed.class);
    assertThat(store.calls).isZero();
  }

  @Test
  void statement_isNotSentAgainWhenWhatItGoesByIsOver() {
    store.answers.addAll(List.of("InternalServerError", "InternalServerError"));
    TimeBounds decided = platform.now();
    clock.pass(TimeBounds.SENDING.minusMillis(1));

    assertThat(statements.run(List.of(Statements.statement("UPDATE")), decided).getFirst())
        .isInstanceOf(Statements.Result.Unknown.class);
    assertThat(store.calls).isEqualTo(1);
  }
}
