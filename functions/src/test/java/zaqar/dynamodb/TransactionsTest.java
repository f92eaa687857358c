// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.settings.TemplateVariables;

class TransactionsTest {
  private static final List<TransactWriteItem> WRITES =
      List.of(TransactWriteItem.builder().build(), TransactWriteItem.builder().build());

  private final Store store = new Store();
  private final List<Duration> pauses = new ArrayList<>();
  private final Transactions transactions = new Transactions(platform());

  private Platform platform() {
    Ticks clock = new Ticks();
    return new Platform(
        new DynamoDb(store, store, new ClockGuard(clock, Duration.ZERO)),
        TemplateVariables.settings(),
        new Parallel(Runnable::run),
        clock,
        pauses::add,
        new Random(1));
  }

  /** A store that cancels transactions for reasons, one after another, and then takes them. */
  private static final class Store implements DynamoDbClient {
    private final List<List<String>> reasons = new ArrayList<>();
    private int calls;

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      calls++;
      if (reasons.isEmpty()) {
        return TransactWriteItemsResponse.builder().build();
      }
      Stream<String> codes = reasons.removeFirst().stream();
      throw TransactionCanceledException.builder()
          .cancellationReasons(
              codes.map(code -> CancellationReason.builder().code(code).build()).toList())
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @Test
  void commit_saysWhichConditionsDoNotHold() {
    store.reasons.add(List.of("None", "ConditionalCheckFailed"));

    assertThat(transactions.commit(WRITES)).isEqualTo(Set.of(1));
    assertThat(store.calls).isEqualTo(1);
  }

  @Test
  void commit_isLostWhereAConditionDoesNotHoldWhateverElseIsWrong() {
    store.reasons.add(List.of("ConditionalCheckFailed", "TransactionConflict"));

    assertThat(transactions.commit(WRITES)).isEqualTo(Set.of(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
  void commit_triesAgainWhatNobodyElseHasWon(String reason) {
    store.reasons.add(List.of("None", reason));
    store.reasons.add(List.of(reason, "None"));

    assertThat(transactions.commit(WRITES)).isEmpty();
    assertThat(store.calls).isEqualTo(3);
    assertThat(pauses).hasSize(2);
  }

  @Test
  void commit_thatIsThrottledAllTheTimeIsAFault() {
    for (int i = 0; i < 100; i++) {
      store.reasons.add(List.of("ThrottlingError", "None"));
    }

    assertThatThrownBy(() -> transactions.commit(WRITES))
        .isInstanceOf(TransactionCanceledException.class);
  }
}
