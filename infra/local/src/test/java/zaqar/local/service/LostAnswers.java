package zaqar.local.service;

import java.io.IOException;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Loses the answer of the next call of a kind: the store has done what it was told, the caller gets
 * an I/O error.
 */
final class LostAnswers implements ExecutionInterceptor {
  private volatile Predicate<SdkRequest> next = request -> false;

  void loseNext(Class<? extends SdkRequest> kind) {
    next = kind::isInstance;
  }

  @Override
  public void afterTransmission(
      Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
    if (next.test(context.request())) {
      next = request -> false;
      throw SdkClientException.builder()
          .message("the answer was lost")
          .cause(new IOException("connection reset"))
          .build();
    }
  }
}
