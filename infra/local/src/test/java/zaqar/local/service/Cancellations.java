// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Cancels transactions as the store does: whole, and with a reason for one of the writes. */
final class Cancellations implements ExecutionInterceptor {
  private final AtomicInteger left = new AtomicInteger();
  private volatile String code = "None";

  /** Cancels so many of the next transactions, because of their first write. */
  void cancel(int count, String reason) {
    code = reason;
    left.set(count);
  }

  /** Cancels all of them from now on. */
  void cancelAll(String reason) {
    cancel(Integer.MAX_VALUE, reason);
  }

  /** Cancels none any more. */
  void heal() {
    left.set(0);
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    if (context.request() instanceof TransactWriteItemsRequest transaction
        && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
      throw TransactionCanceledException.builder()
          .statusCode(400)
          .cancellationReasons(reasons(transaction.transactItems().size()))
          .awsErrorDetails(
              AwsErrorDetails.builder()
                  .errorCode("TransactionCanceledException")
                  .errorMessage(code)
                  .build())
          .build();
    }
  }

  private List<CancellationReason> reasons(int writes) {
    List<String> codes = IntStream.range(0, writes).mapToObj(i -> i == 0 ? code : "None").toList();
    return Collections.unmodifiableList(
        codes.stream().map(each -> CancellationReason.builder().code(each).build()).toList());
  }
}
