// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import zaqar.deadline.Deadline;

/**
 * Refuses to send what a request would write after its {@link Deadline}, attempt by attempt. It is
 * the last to look before an attempt is sent. Reads go on: they change nothing.
 */
final class LateWrites implements ExecutionInterceptor {
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    if (!CapacityMeter.isRead(context.request()) && Deadline.isOver()) {
      throw new TooLate();
    }
  }
}
