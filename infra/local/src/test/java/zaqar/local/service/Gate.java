package zaqar.local.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Holds one call of an instance up before the SDK begins with it, until the gate is opened. */
final class Gate implements ExecutionInterceptor {
  private final Map<String, AtomicInteger> ordinals = new ConcurrentHashMap<>();
  private volatile String held = "";
  private volatile CountDownLatch arrived = new CountDownLatch(1);
  private volatile CountDownLatch opened = new CountDownLatch(0);

  /** Holds up the first call of a kind that comes from now on. */
  void close(Class<? extends SdkRequest> kind) {
    ordinals.clear();
    arrived = new CountDownLatch(1);
    opened = new CountDownLatch(1);
    held = Plan.name(kind);
  }

  /** Waits until the call is there. */
  void await() throws InterruptedException {
    arrived.await();
  }

  /** Lets it go. */
  void open() {
    opened.countDown();
  }

  @Override
  public SdkRequest modifyRequest(
      Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
    String name = Plan.name(context.request().getClass());
    int ordinal = ordinals.computeIfAbsent(name, any -> new AtomicInteger()).incrementAndGet();
    if (name.equals(held) && ordinal == 1) {
      arrived.countDown();
      try {
        opened.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the gate did not open in time", e);
      }
    }
    return context.request();
  }
}
