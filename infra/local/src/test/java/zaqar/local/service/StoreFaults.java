package zaqar.local.service;

import java.io.IOException;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Faults on the way to the store. Loses the answer of the next call of a kind: the store has done
 * what it was told, the caller gets an I/O error.
 */
final class StoreFaults implements ExecutionInterceptor {
  private volatile Predicate<SdkRequest> next = request -> false;
  private volatile Predicate<SdkRequest> failing = request -> false;

  /** Refuses all calls of a kind before they are sent. */
  void failAll(Class<? extends SdkRequest> kind) {
    failing = kind::isInstance;
  }

  void heal() {
    failing = request -> false;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    if (failing.test(context.request())) {
      throw SdkClientException.create("the store is away");
    }
  }

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
