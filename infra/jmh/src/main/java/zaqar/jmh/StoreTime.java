// SPDX-License-Identifier: Apache-2.0
package zaqar.jmh;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * How long requests wait for their store, and how often they ask it. As the last interceptor it
 * sees a call when all others have done their work. The benchmarks call the store on their own
 * thread, so that these times are part of theirs.
 */
final class StoreTime implements ExecutionInterceptor {
  private long start;
  private long nanos;
  private long calls;

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
    start = System.nanoTime();
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
    nanos += System.nanoTime() - start;
    calls++;
  }

  long nanos() {
    return nanos;
  }

  long calls() {
    return calls;
  }
}
