// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * What befalls single writes, beside what befalls whole calls ({@link Faults}): each statement of a
 * batch by itself, a write that meets a transaction, and a transaction for one of its items.
 */
final class WriteFaults implements ExecutionInterceptor {
  private static final ExecutionAttribute<List<Kind>> DRAWN =
      new ExecutionAttribute<>("zaqar.write-faults");

  private final Supplier<Kind> draw;

  /** The ways in which a write can go. */
  enum Kind {
    /** It is carried out, or refused, and answered. */
    NONE,
    /** A transaction is at the item; nothing is done. */
    CONFLICT,
    /** The item's partition has no capacity left; nothing is done. */
    THROTTLED,
    /** The store breaks down before it has done anything. It befalls statements alone. */
    FAILED,
    /** The store breaks down when it has done it. It befalls statements alone. */
    BROKEN
  }

  /** Asks for what befalls the next write. */
  WriteFaults(Supplier<Kind> draw) {
    this.draw = draw;
  }

  /** Draws from a seed, by shares of all writes. */
  static WriteFaults seeded(long seed, Map<Kind, Double> shares) {
    Map<Kind, Double> drawn = new EnumMap<>(Kind.class);
    drawn.putAll(shares);
    Random random = new Random(seed);
    return new WriteFaults(
        () -> {
          double left = random.nextDouble();
          for (Map.Entry<Kind, Double> share : drawn.entrySet()) {
            left -= share.getValue();
            if (left < 0) {
              return share.getKey();
            }
          }
          return Kind.NONE;
        });
  }

  /** The same, but only while a condition holds. */
  WriteFaults during(BooleanSupplier condition) {
    return new WriteFaults(() -> condition.getAsBoolean() ? draw.get() : Kind.NONE);
  }

  @Override
  public SdkRequest modifyRequest(
      Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
    if (!(context.request() instanceof BatchExecuteStatementRequest)) {
      return context.request();
    }
    BatchExecuteStatementRequest batch = (BatchExecuteStatementRequest) context.request();
    List<Kind> kinds =
        new ArrayList<>(batch.statements().stream().map(statement -> draw.get()).toList());
    if (kinds.stream().noneMatch(WriteFaults::isDone)) {
      // There is no batch without a statement.
      kinds.set(0, Kind.NONE);
    }
    executionAttributes.putAttribute(DRAWN, kinds);
    List<BatchStatementRequest> done =
        IntStream.range(0, kinds.size())
            .filter(i -> isDone(kinds.get(i)))
            .mapToObj(batch.statements()::get)
            .toList();
    return batch.toBuilder().statements(done).build();
  }

  private static boolean isDone(Kind kind) {
    return kind == Kind.NONE || kind == Kind.BROKEN;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    switch (context.request()) {
      case TransactWriteItemsRequest r -> befall(r);
      case PutItemRequest r -> befallOne();
      case UpdateItemRequest r -> befallOne();
      case DeleteItemRequest r -> befallOne();
      default -> {}
    }
  }

  private void befallOne() {
    if (draw.get() == Kind.CONFLICT) {
      throw TransactionConflictException.builder()
          .statusCode(400)
          .awsErrorDetails(details("TransactionConflictException"))
          .build();
    }
  }

  private void befall(TransactWriteItemsRequest transaction) {
    List<CancellationReason> reasons =
        transaction.transactItems().stream().map(item -> reason(draw.get())).toList();
    if (reasons.stream().anyMatch(reason -> !reason.code().equals("None"))) {
      throw TransactionCanceledException.builder()
          .statusCode(400)
          .cancellationReasons(reasons)
          .awsErrorDetails(details("TransactionCanceledException"))
          .build();
    }
  }

  private static CancellationReason reason(Kind kind) {
    String code =
        switch (kind) {
          case NONE, FAILED, BROKEN -> "None";
          case CONFLICT -> "TransactionConflict";
          case THROTTLED -> "ThrottlingError";
        };
    return CancellationReason.builder().code(code).build();
  }

  private static AwsErrorDetails details(String code) {
    return AwsErrorDetails.builder().errorCode(code).errorMessage(code).build();
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes executionAttributes) {
    if (!(context.response() instanceof BatchExecuteStatementResponse)) {
      return context.response();
    }
    BatchExecuteStatementResponse response = (BatchExecuteStatementResponse) context.response();
    List<BatchStatementResponse> all = new ArrayList<>();
    int next = 0;
    for (Kind kind : executionAttributes.getAttribute(DRAWN)) {
      all.add(
          switch (kind) {
            case NONE -> response.responses().get(next++);
            case BROKEN -> broken(response.responses().get(next++));
            case CONFLICT -> error(BatchStatementErrorCodeEnum.TRANSACTION_CONFLICT);
            case THROTTLED -> error(BatchStatementErrorCodeEnum.THROTTLING_ERROR);
            case FAILED -> error(BatchStatementErrorCodeEnum.INTERNAL_SERVER_ERROR);
          });
    }
    return response.toBuilder().responses(all).build();
  }

  /** What was refused was not done, and is told so. */
  private static BatchStatementResponse broken(BatchStatementResponse done) {
    return done.error() == null ? error(BatchStatementErrorCodeEnum.INTERNAL_SERVER_ERROR) : done;
  }

  private static BatchStatementResponse error(BatchStatementErrorCodeEnum code) {
    return BatchStatementResponse.builder().error(e -> e.code(code)).build();
  }
}
