// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.dynamodb.ClockGuard;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.dynamodb.Ticks;
import zaqar.settings.TemplateVariables;

/** What a process remembers of the pools, and how it closes one. */
class PoolsTest {
  private static final Optional<String> GOLD = Optional.of("gold");

  private final Store store = new Store();
  private final Ticks clock = new Ticks();
  private final Pools pools =
      new Pools(
          new Platform(
              new DynamoDb(store, store, new ClockGuard(clock, Duration.ZERO)),
              TemplateVariables.settings(),
              new Parallel(Runnable::run),
              clock,
              Sleeper.real(),
              new Random(1)));

  /** A control table with pools alone, which remembers how it was read. */
  private static final class Store implements DynamoDbClient {
    private final Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
    private final List<Boolean> closingWhenSearched = new ArrayList<>();
    private Runnable search = () -> {};
    private int queries;

    void add(String name, String flavor) {
      items.put(
          name,
          Map.of(
              "sk", AttributeValue.fromS(name),
              "weight", AttributeValue.fromN("1"),
              "uri", AttributeValue.fromS("dynamodb://table-" + name),
              "flavor", AttributeValue.fromS(flavor),
              "options", AttributeValue.fromS("{}"),
              "version", AttributeValue.fromN("1")));
    }

    @Override
    public GetItemResponse getItem(Consumer<GetItemRequest.Builder> request) {
      GetItemRequest asked = GetItemRequest.builder().applyMutation(request).build();
      return GetItemResponse.builder()
          .item(items.getOrDefault(asked.key().get("sk").s(), Map.of()))
          .build();
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      queries++;
      String partition = request.expressionAttributeValues().get(":partition").s();
      if (partition.equals("pools")) {
        return QueryResponse.builder().items(items.values()).build();
      }
      if (partition.startsWith("pool/")) {
        Map<String, AttributeValue> pool = items.get(partition.substring("pool/".length()));
        closingWhenSearched.add(pool.containsKey("closing"));
        search.run();
      }
      return QueryResponse.builder().items(List.of()).build();
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(
        Consumer<TransactWriteItemsRequest.Builder> request) {
      List<TransactWriteItem> writes =
          TransactWriteItemsRequest.builder().applyMutation(request).build().transactItems();
      if (!writes.stream().allMatch(this::holds)) {
        throw TransactionCanceledException.builder()
            .cancellationReasons(
                CancellationReason.builder().code("ConditionalCheckFailed").build())
            .build();
      }
      for (TransactWriteItem write : writes) {
        if (write.put() != null) {
          items.put(write.put().item().get("sk").s(), write.put().item());
        } else {
          items.remove(write.delete().key().get("sk").s());
        }
      }
      return TransactWriteItemsResponse.builder().build();
    }

    private boolean holds(TransactWriteItem write) {
      boolean isPut = write.put() != null;
      AttributeValue version =
          (isPut
                  ? write.put().expressionAttributeValues()
                  : write.delete().expressionAttributeValues())
              .get(":version");
      String name = (isPut ? write.put().item() : write.delete().key()).get("sk").s();
      return version == null || version.equals(items.getOrDefault(name, Map.of()).get("version"));
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private Optional<String> chosen(Optional<String> flavor) {
    return pools.choose(flavor).map(Pool::name);
  }

  @Test
  void choice_isOfTheTemplatesPoolWhereThereIsNoOther() {
    assertThat(pools.choose(Optional.empty()).orElseThrow().uri())
        .isEqualTo(new PoolUri(TemplateVariables.settings().messageTable()));
    assertThat(chosen(GOLD)).isEmpty();
  }

  @Test
  void choice_goesByPoolsOfThisSecond() {
    store.add("a", "gold");
    assertThat(chosen(GOLD)).contains("a");
    store.items.clear();

    clock.pass(Duration.ofMillis(999));
    assertThat(chosen(GOLD)).contains("a");
    assertThat(store.queries).isEqualTo(1);

    clock.pass(Duration.ofMillis(1));
    assertThat(chosen(GOLD)).isEmpty();
    assertThat(store.queries).isEqualTo(2);
  }

  @Test
  void choice_looksAgainWhereNothingFits() {
    assertThat(chosen(Optional.empty())).contains("default");
    store.add("a", "gold");

    assertThat(chosen(GOLD)).contains("a");
  }

  @Test
  void choice_looksAgainAfterWhatItRemembersWasWrong() {
    store.add("a", "gold");
    assertThat(chosen(GOLD)).contains("a");
    store.items.clear();

    pools.forget();

    assertThat(chosen(GOLD)).isEmpty();
  }

  @Test
  void delete_looksForQueuesWhenNoneGetsInAnyMore() {
    store.add("a", "gold");

    pools.delete("a");

    assertThat(store.closingWhenSearched).containsExactly(true);
    assertThat(store.items).isEmpty();
  }

  @Test
  void delete_beginsAgainWhenThePoolIsOpenedMeanwhile() {
    store.add("a", "gold");
    store.search =
        () -> {
          store.search = () -> {};
          pools.update(
              "a",
              new PoolParser.Change(
                  Optional.of(5L), Optional.empty(), Optional.empty(), Optional.empty()));
        };

    pools.delete("a");

    assertThat(store.closingWhenSearched).containsExactly(true, true);
    assertThat(store.items).isEmpty();
  }
}
