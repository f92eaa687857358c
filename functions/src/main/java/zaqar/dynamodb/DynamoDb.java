// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import zaqar.settings.Settings;

/**
 * The way to DynamoDB: two clients on one connection pool. What may be repeated goes through {@link
 * #client}, which retries; a new message goes through {@link #once}, since a second put could wipe
 * a claim or revive a deleted message (design 4.3).
 *
 * @param client retries what failed; a call ends after five seconds
 * @param once sends every request exactly once
 * @param clockGuard learns from the answers to both how far our clock is off
 */
public record DynamoDb(DynamoDbClient client, DynamoDbClient once, ClockGuard clockGuard) {
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final Duration ATTEMPT = Duration.ofSeconds(1);

  /** The way that both clients go. */
  public static Connections connections() {
    return new Connections(ATTEMPT, CALL, Connections.LIFE);
  }

  /**
   * Connects as the settings say.
   *
   * @param clock the one that is guarded
   * @param connections the way that both clients go, such as {@link #connections}
   * @param interceptors see every call
   */
  public static DynamoDb connect(
      Settings settings,
      Clock clock,
      SdkHttpClient connections,
      ExecutionInterceptor... interceptors) {
    return connect(settings, clock, connections, time -> {}, interceptors);
  }

  /**
   * The same in a time of its own.
   *
   * @param time has the last word on how both clients wait: by which timers, and between attempts
   */
  public static DynamoDb connect(
      Settings settings,
      Clock clock,
      SdkHttpClient connections,
      Consumer<ClientOverrideConfiguration.Builder> time,
      ExecutionInterceptor... interceptors) {
    ClockGuard guard = new ClockGuard(clock, settings.clockTolerance());
    List<ExecutionInterceptor> all = new ArrayList<>(List.of(new CapacityMeter()));
    all.addAll(List.of(interceptors));
    all.add(guard);
    all.add(new LateWrites());
    RetryStrategy retrying =
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .retryOnException(TransactionConflictException.class)
            .treatAsThrottling(failure -> failure instanceof SdkException e && isThrottling(e))
            .build();
    return new DynamoDb(
        build(connections, settings, retrying, time, all),
        build(connections, settings, AwsRetryStrategy.doNotRetry(), time, all),
        guard);
  }

  /** The item with a key, as it is now. */
  public Optional<Map<String, AttributeValue>> find(String table, Map<String, AttributeValue> key) {
    Map<String, AttributeValue> item =
        client.getItem(r -> r.tableName(table).key(key).consistentRead(true)).item();
    return Optional.of(item).filter(found -> !found.isEmpty());
  }

  /** A store in the same process, where nothing has to be tried again. */
  @FunctionalInterface
  public interface InProcess {
    /** A client of it; the interceptors have to see every call. */
    DynamoDbClient client(List<ExecutionInterceptor> interceptors);
  }

  /**
   * The way to a store in the same process.
   *
   * @param settings have no tolerance of clocks: there is one clock
   */
  public static DynamoDb connect(InProcess store, Settings settings, Clock clock) {
    DynamoDbClient only = store.client(List.of(new CapacityMeter(), new LateWrites()));
    return new DynamoDb(only, only, new ClockGuard(clock, settings.clockTolerance()));
  }

  /**
   * Whether the store has surely not done what it was asked, and may do it a little later: it has
   * no capacity left, or a transaction has hold of an item. The SDK knows the first alone.
   */
  public static boolean isThrottling(SdkException failure) {
    return failure instanceof TransactionConflictException
        || RetryUtils.isThrottlingException(failure);
  }

  private static DynamoDbClient build(
      SdkHttpClient http,
      Settings settings,
      RetryStrategy retries,
      Consumer<ClientOverrideConfiguration.Builder> time,
      List<ExecutionInterceptor> interceptors) {
    DynamoDbClientBuilder builder =
        DynamoDbClient.builder()
            .httpClient(http)
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .apiCallTimeout(CALL)
                    .apiCallAttemptTimeout(ATTEMPT)
                    .retryStrategy(retries)
                    .executionInterceptors(interceptors)
                    .applyMutation(time)
                    .build());
    settings.endpoint().ifPresent(endpoint -> endpoint.redirect(builder));
    return builder.build();
  }
}
