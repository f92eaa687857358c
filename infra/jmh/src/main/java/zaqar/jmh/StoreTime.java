// SPDX-License-Identifier: Apache-2.0
package zaqar.jmh;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * What the store takes and allocates for requests, and how often they ask it. As the last interceptor it sees a
 * call when all others have done their work. The benchmarks call the store on their own thread, so
 * that these times are part of theirs. Times are the processor's: what else the machine does is in
 * none of them.
 */
final class StoreTime implements ExecutionInterceptor {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private long start;
  private long startBytes;
  private long nanos;
  private long bytes;
  private long calls;

  /** Nanoseconds that the processor has worked for this thread. */
  static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Bytes that this thread has allocated. */
  static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
    startBytes = allocated();
    start = now();
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes call) {
    end();
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes call) {
    end();
  }

  private void end() {
    nanos += now() - start;
    bytes += allocated() - startBytes;
    calls++;
  }

  long nanos() {
    return nanos;
  }

  long bytes() {
    return bytes;
  }

  long calls() {
    return calls;
  }
}
