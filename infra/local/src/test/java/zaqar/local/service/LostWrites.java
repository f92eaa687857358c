// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import zaqar.dynamodb.MessageTable;

/**
 * Counts conditional writes by kind, and how many of them were lost to others. One that was sent
 * again because its answer was late may have lost to itself, and does not count.
 */
final class LostWrites implements ExecutionInterceptor {
  private static final ExecutionAttribute<AtomicInteger> ATTEMPTS =
      new ExecutionAttribute<>("attempts");
  private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> lost = new ConcurrentHashMap<>();

  int lost() {
    return lost.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** The writes so far that take a message. */
  Takes takes() {
    String kind = BatchExecuteStatementRequest.class.getSimpleName();
    return new Takes(
        sent.getOrDefault(kind, new AtomicInteger()).get(),
        lost.getOrDefault(kind, new AtomicInteger()).get());
  }

  /** Writes that take a message, and how many of them were lost. */
  record Takes(int sent, int lost) {
    Takes since(Takes before) {
      return new Takes(sent - before.sent, lost - before.lost);
    }

    double shareLost() {
      return (double) lost / sent;
    }
  }

  @Override
  public void beforeExecution(
      Context.BeforeExecution context, ExecutionAttributes executionAttributes) {
    executionAttributes.putAttribute(ATTEMPTS, new AtomicInteger());
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    executionAttributes.getAttribute(ATTEMPTS).incrementAndGet();
  }

  private static boolean isSentOnce(ExecutionAttributes executionAttributes) {
    return executionAttributes.getAttribute(ATTEMPTS).get() == 1;
  }

  @Override
  public void afterExecution(
      Context.AfterExecution context, ExecutionAttributes executionAttributes) {
    if (!isSentOnce(executionAttributes)) {
      return;
    }
    if (context.response() instanceof BatchExecuteStatementResponse batch) {
      count(sent, context.request(), batch.responses().size());
      BatchExecuteStatementRequest request = (BatchExecuteStatementRequest) context.request();
      int refused = 0;
      for (int i = 0; i < batch.responses().size(); i++) {
        BatchStatementError error = batch.responses().get(i).error();
        refused += error != null && isLost(error, request.statements().get(i)) ? 1 : 0;
      }
      count(lost, request, refused);
    } else if (isConditional(context.request())) {
      count(sent, context.request(), 1);
    }
  }

  /** Who finds his own claim on a message has won it before, and not heard of it. */
  private static boolean isLost(BatchStatementError error, BatchStatementRequest statement) {
    return error.code() == BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED
        && !statement.parameters().contains(error.item().get(MessageTable.CLAIM));
  }

  @Override
  public void onExecutionFailure(
      Context.FailedExecution context, ExecutionAttributes executionAttributes) {
    if (isSentOnce(executionAttributes)
        && context.exception() instanceof ConditionalCheckFailedException) {
      count(sent, context.request(), 1);
      count(lost, context.request(), 1);
    }
  }

  private static boolean isConditional(SdkRequest request) {
    return switch (request) {
      case UpdateItemRequest update -> update.conditionExpression() != null;
      case DeleteItemRequest delete -> delete.conditionExpression() != null;
      default -> false;
    };
  }

  private static void count(Map<String, AtomicInteger> counts, SdkRequest request, int number) {
    counts
        .computeIfAbsent(request.getClass().getSimpleName(), kind -> new AtomicInteger())
        .addAndGet(number);
  }

  @Override
  public String toString() {
    return new TreeMap<>(lost) + " lost of " + new TreeMap<>(sent);
  }
}
