// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** What is counted for a request does not depend on how fast the store answers. */
class CallsIT {
  private static final String MESSAGE = "{\"messages\":[{\"body\":1}]}";

  /** Answers the first query late: that of the newest message, in a queue that does not exist. */
  private static final class LateQuery implements ExecutionInterceptor {
    private final AtomicBoolean isFirst = new AtomicBoolean(true);

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      if (context.request() instanceof QueryRequest && isFirst.getAndSet(false)) {
        try {
          Thread.sleep(500);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  @Test
  void callNobodyWaitsFor_countsForTheRequestThatMadeIt() {
    Instance instance = Instance.replayable(new MovableClock(), 1, Map.of());
    Calls.Cost usual = costOfNewQueue(instance, "usual");

    Instance other = Instance.replayable(new MovableClock(), 1, new LateQuery());
    Calls.Cost late = costOfNewQueue(other, "late");

    assertThat(late.reads()).isEqualTo(usual.reads());
    assertThat(late.writes()).isEqualTo(usual.writes());
  }

  private static Calls.Cost costOfNewQueue(Instance instance, String queue) {
    instance.calls().startWithoutHoldUp();
    instance.call("POST", queue + "/messages", MESSAGE);
    return instance.calls().stop();
  }
}
