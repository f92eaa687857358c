// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Counts what calls to the store cost. DynamoDB Local tells who asks, as the service does, with
 * three exceptions that are counted by DynamoDB's own rules: two units for each item of a
 * transaction, one for each statement of a batch (items are at most 1 KB), and at least one for a
 * query that finds nothing. Each call is held up a little, so that calls made at the same time
 * overlap and count as one round trip. A request may be answered while a call whose result it does
 * not need is under way: that call counts too, and it counts for that request.
 */
final class Calls implements ExecutionInterceptor {
  private static final ExecutionAttribute<Long> START = new ExecutionAttribute<>("start");
  private static final long HOLD_UP_MILLISECONDS = 40;
  private static final double UNITS_OF_A_TRANSACTED_ITEM = 2;

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Phaser underWay = new Phaser(1);
  private volatile boolean counting;
  private volatile long holdUpMilliseconds = HOLD_UP_MILLISECONDS;

  private record Call(String name, long start, long end, double reads, double writes) {}

  /** What a request cost. */
  record Cost(double reads, double writes, int roundTrips, List<String> names) {}

  void start() {
    start(HOLD_UP_MILLISECONDS);
  }

  /** For who does not ask for round trips. */
  void startWithoutHoldUp() {
    start(0);
  }

  private void start(long holdUp) {
    awaitAll();
    holdUpMilliseconds = holdUp;
    calls.clear();
    counting = true;
  }

  private void awaitAll() {
    underWay.arriveAndAwaitAdvance();
  }

  Cost stop() {
    awaitAll();
    counting = false;
    List<Call> sorted = new ArrayList<>(calls);
    sorted.sort((a, b) -> Long.compare(a.start(), b.start()));
    int roundTrips = 0;
    long end = Long.MIN_VALUE;
    for (Call call : sorted) {
      roundTrips += call.start() >= end ? 1 : 0;
      end = Math.max(end, call.end());
    }
    return new Cost(
        sorted.stream().mapToDouble(Call::reads).sum(),
        sorted.stream().mapToDouble(Call::writes).sum(),
        roundTrips,
        sorted.stream().map(Call::name).toList());
  }

  @Override
  public void beforeExecution(
      Context.BeforeExecution context, ExecutionAttributes executionAttributes) {
    underWay.register();
    executionAttributes.putAttribute(START, System.nanoTime());
    if (counting) {
      try {
        Thread.sleep(holdUpMilliseconds);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void afterExecution(
      Context.AfterExecution context, ExecutionAttributes executionAttributes) {
    if (counting) {
      count(context, executionAttributes.getAttribute(START));
    }
    end(executionAttributes);
  }

  @Override
  public void onExecutionFailure(
      Context.FailedExecution context, ExecutionAttributes executionAttributes) {
    end(executionAttributes);
  }

  /** A call may fail before this has seen it begin, or after this has seen it end. */
  private void end(ExecutionAttributes attributes) {
    if (attributes.getAttribute(START) != null) {
      attributes.putAttribute(START, null);
      underWay.arriveAndDeregister();
    }
  }

  private void count(Context.AfterExecution context, long start) {
    SdkRequest request = context.request();
    String name = request.getClass().getSimpleName().replace("Request", "");
    boolean isRead = name.equals("GetItem") || name.equals("Query") || name.equals("BatchGetItem");
    double units =
        switch (request) {
          case TransactWriteItemsRequest r -> UNITS_OF_A_TRANSACTED_ITEM * r.transactItems().size();
          case BatchExecuteStatementRequest r -> r.statements().size();
          case QueryRequest r -> Math.max(1, units(context.response()));
          default -> units(context.response());
        };
    calls.add(new Call(name, start, System.nanoTime(), isRead ? units : 0, isRead ? 0 : units));
  }

  private static double units(SdkResponse response) {
    Object capacity =
        response
            .getValueForField("ConsumedCapacity", Object.class)
            .orElseThrow(() -> new AssertionError("no capacity in " + response));
    return capacity instanceof ConsumedCapacity one
        ? one.capacityUnits()
        : ((List<?>) capacity)
            .stream().mapToDouble(each -> ((ConsumedCapacity) each).capacityUnits()).sum();
  }
}
