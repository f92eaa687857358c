// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;

/**
 * Lets each partition key of a store take so many units a second and no more, as DynamoDB does: a
 * call that comes too early is throttled, of a batch only what comes too early. Partitions read
 * three times as many units as they write. One for all instances at a store.
 */
final class Buckets implements ExecutionInterceptor {
  private static final ExecutionAttribute<Split> SPLIT = new ExecutionAttribute<>("buckets.split");
  private static final ExecutionAttribute<Boolean> SENT = new ExecutionAttribute<>("buckets.sent");
  private static final double READS_TO_WRITES = 3;

  /** For how long a partition that rests saves its units. */
  private static final double SECONDS_SAVED = 0.5;

  private final double writesPerSecond;
  private final Map<String, Bucket> writes = new ConcurrentHashMap<>();
  private final Map<String, Bucket> reads = new ConcurrentHashMap<>();
  private final AtomicLong throttled = new AtomicLong();
  private volatile boolean isLimiting;

  Buckets(double writesPerSecond) {
    this.writesPerSecond = writesPerSecond;
  }

  /** From now on; before, there is no limit. */
  void limit() {
    isLimiting = true;
  }

  /** There is no limit any more. */
  void release() {
    isLimiting = false;
  }

  /** How many calls, or parts of a batch, came too early. */
  long throttled() {
    return throttled.get();
  }

  /** The write units that partitions have taken in all, of those whose name begins so. */
  double written(String prefix) {
    return writes.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToDouble(entry -> entry.getValue().taken())
        .sum();
  }

  /** What one partition can take. */
  private static final class Bucket {
    private final double rate;
    private double left;
    private long filled = System.nanoTime();
    private double taken;

    Bucket(double rate) {
      this.rate = rate;
      left = rate * SECONDS_SAVED;
    }

    synchronized boolean take(double units, boolean isLimited) {
      long now = System.nanoTime();
      left = Math.min(rate * SECONDS_SAVED, left + (now - filled) / 1e9 * rate);
      filled = now;
      if (isLimited && left < units) {
        return false;
      }
      left -= isLimited ? units : 0;
      taken += units;
      return true;
    }

    /** Takes what a call has turned out to cost beyond what was thought; others wait for it. */
    synchronized void owe(double units) {
      left -= units;
      taken += units;
    }

    synchronized double taken() {
      return taken;
    }
  }

  private Bucket bucket(Split.Part part) {
    return part.isRead()
        ? reads.computeIfAbsent(
            part.partition(), p -> new Bucket(writesPerSecond * READS_TO_WRITES))
        : writes.computeIfAbsent(part.partition(), p -> new Bucket(writesPerSecond));
  }

  private boolean take(Split.Part part) {
    boolean isTaken = bucket(part).take(part.units(), isLimiting);
    throttled.addAndGet(isTaken ? 0 : 1);
    return isTaken;
  }

  @Override
  public SdkRequest modifyRequest(
      Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
    Split split = Split.of(context.request(), this::take);
    executionAttributes.putAttribute(SPLIT, split);
    executionAttributes.putAttribute(SENT, false);
    return split.request();
  }

  /** An attempt after the first asks again for all that it wants to send. */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    Split split = executionAttributes.getAttribute(SPLIT);
    boolean isFirst = !executionAttributes.getAttribute(SENT);
    executionAttributes.putAttribute(SENT, true);
    if (isFirst ? split.isRefused() : !split.parts().stream().allMatch(this::take)) {
      throw Fault.of(Fault.Kind.THROTTLED).exception().orElseThrow();
    }
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes executionAttributes) {
    Split split = executionAttributes.getAttribute(SPLIT);
    if (split.parts().size() == 1 && split.parts().getFirst().isRead()) {
      context
          .response()
          .getValueForField("ConsumedCapacity", Object.class)
          .filter(ConsumedCapacity.class::isInstance)
          .map(capacity -> ((ConsumedCapacity) capacity).capacityUnits() - 1)
          .filter(more -> more > 0 && isLimiting)
          .ifPresent(more -> bucket(split.parts().getFirst()).owe(more));
    }
    return split.answer().apply(context.response());
  }
}
