// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;

/** Has the store break down over one statement of a batch, when it has carried it out. */
final class HalfKnown implements ExecutionInterceptor {
  private final AtomicBoolean isNext = new AtomicBoolean();

  /** The first statement of the next batch is the one. */
  void breakNext() {
    isNext.set(true);
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes executionAttributes) {
    if (!(context.response() instanceof BatchExecuteStatementResponse batch)
        || !isNext.getAndSet(false)) {
      return context.response();
    }
    List<BatchStatementResponse> responses = new ArrayList<>(batch.responses());
    responses.set(
        0,
        BatchStatementResponse.builder()
            .error(e -> e.code(BatchStatementErrorCodeEnum.INTERNAL_SERVER_ERROR))
            .build());
    return batch.toBuilder().responses(responses).build();
  }
}
