// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Holds one call of an instance up before it is sent, until it is let go: like a process that is
 * frozen at the worst moment.
 */
final class Gate implements ExecutionInterceptor {
  private static final long PATIENCE_SECONDS = 10;

  private final Map<String, AtomicInteger> ordinals = new ConcurrentHashMap<>();
  private final Predicate<SdkRequest> held;
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);

  /**
   * For a call such as {@code PutItem 1}.
   *
   * @param held the call's name, and which call of that name it is
   */
  Gate(String held) {
    this.held = request -> held.equals(label(request));
  }

  /** For the first call that fits. */
  Gate(Predicate<SdkRequest> held) {
    this.held = held;
  }

  private String label(SdkRequest request) {
    String name = Plan.name(request.getClass());
    return name + " " + ordinals.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet();
  }

  @Override
  public SdkRequest modifyRequest(
      Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
    if (held.test(context.request()) && arrived.getCount() > 0) {
      arrived.countDown();
      await(open);
      gone.countDown();
    }
    return context.request();
  }

  /** Waits until the call is there. */
  void awaitCall() {
    await(arrived);
  }

  /** Lets it go. */
  void open() {
    open.countDown();
    await(gone);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
