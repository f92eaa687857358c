// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import zaqar.meter.Meter;

/**
 * Asks DynamoDB to return the consumed capacity with each answer, which is free, and adds it to the
 * meter. An answer may report less than the price list says, and a refusal reports nothing. Then
 * the least on that list counts: two units for each write of a transaction, one for each statement
 * and each refused write, one for a query that finds nothing.
 */
public final class CapacityMeter implements ExecutionInterceptor {
  private static final double TRANSACTED_WRITE = 2;

  /** The read units that a query has taken, by its own answer. */
  public static double of(QueryResponse page) {
    return Math.max(1, told(page));
  }

  @Override
  public SdkRequest modifyRequest(
      Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
    ReturnConsumedCapacity total = ReturnConsumedCapacity.TOTAL;
    return switch (context.request()) {
      case GetItemRequest r -> r.toBuilder().returnConsumedCapacity(total).build();
      case QueryRequest r -> r.toBuilder().returnConsumedCapacity(total).build();
      case BatchGetItemRequest r -> r.toBuilder().returnConsumedCapacity(total).build();
      case PutItemRequest r -> r.toBuilder().returnConsumedCapacity(total).build();
      case UpdateItemRequest r -> r.toBuilder().returnConsumedCapacity(total).build();
      case DeleteItemRequest r -> r.toBuilder().returnConsumedCapacity(total).build();
      case BatchWriteItemRequest r -> r.toBuilder().returnConsumedCapacity(total).build();
      case TransactWriteItemsRequest r -> r.toBuilder().returnConsumedCapacity(total).build();
      case BatchExecuteStatementRequest r -> r.toBuilder().returnConsumedCapacity(total).build();
      default -> context.request();
    };
  }

  @Override
  public void beforeExecution(
      Context.BeforeExecution context, ExecutionAttributes executionAttributes) {
    Meter.current().callBegins();
  }

  @Override
  public void afterExecution(
      Context.AfterExecution context, ExecutionAttributes executionAttributes) {
    double told = told(context.response());
    end(context.request(), Math.max(told, least(context.request())));
  }

  @Override
  public void onExecutionFailure(
      Context.FailedExecution context, ExecutionAttributes executionAttributes) {
    double units =
        switch (context.exception()) {
          case ConditionalCheckFailedException refused -> 1;
          case TransactionCanceledException refused -> least(context.request());
          default -> 0;
        };
    end(context.request(), units);
  }

  /** Whether a call surely changes nothing. */
  static boolean isRead(SdkRequest request) {
    return request instanceof GetItemRequest
        || request instanceof QueryRequest
        || request instanceof BatchGetItemRequest;
  }

  private static void end(SdkRequest request, double units) {
    boolean isRead = isRead(request);
    Meter.current().callEnds(isRead ? units : 0, isRead ? 0 : units);
  }

  private static double least(SdkRequest request) {
    return switch (request) {
      case TransactWriteItemsRequest r -> TRANSACTED_WRITE * r.transactItems().size();
      case BatchExecuteStatementRequest r -> r.statements().size();
      case QueryRequest r -> Boolean.TRUE.equals(r.consistentRead()) ? 1 : 0.5;
      default -> 0;
    };
  }

  private static double told(SdkResponse response) {
    Optional<Object> capacity = response.getValueForField("ConsumedCapacity", Object.class);
    return switch (capacity.orElse(List.of())) {
      case ConsumedCapacity one -> units(one);
      case List<?> all -> all.stream().mapToDouble(each -> units((ConsumedCapacity) each)).sum();
      default -> 0;
    };
  }

  private static double units(ConsumedCapacity capacity) {
    return Objects.requireNonNullElse(capacity.capacityUnits(), 0.0);
  }
}
