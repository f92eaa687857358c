// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Lets conditional writes land a second time, later: so lands an attempt that was held up and given
 * up, after the one that was answered. A condition that does not say what was read falls for it.
 */
final class LateWrites implements ExecutionInterceptor {
  private final BooleanSupplier isNext;
  private final Random random;
  private final Duration longest;

  /**
   * Up to so late.
   *
   * @param isNext whether the next conditional write is one
   */
  LateWrites(BooleanSupplier isNext, Duration longest, long seed) {
    this.isNext = isNext;
    this.longest = longest;
    random = new Random(seed);
  }

  /** Every conditional write. */
  static LateWrites all(Duration longest, long seed) {
    return new LateWrites(() -> true, longest, seed);
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    if (isConditional(context.request()) && isNext.getAsBoolean()) {
      Straggler.of(context).landAfter(Duration.ofMillis(random.nextLong(longest.toMillis() + 1)));
    }
  }

  private static boolean isConditional(SdkRequest request) {
    return switch (request) {
      case PutItemRequest put -> put.conditionExpression() != null;
      case UpdateItemRequest update -> update.conditionExpression() != null;
      case DeleteItemRequest delete -> delete.conditionExpression() != null;
      case BatchExecuteStatementRequest batch -> true;
      case TransactWriteItemsRequest transaction -> true;
      default -> false;
    };
  }
}
