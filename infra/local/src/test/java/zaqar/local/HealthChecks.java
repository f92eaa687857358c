// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.util.Optional;
import zaqar.local.secrets.Secrets;
import zaqar.local.template.FunctionResource;
import zaqar.local.template.Template;

/** Calls the function that looks at a runtime's pools, without waiting for the clock. */
public final class HealthChecks {
  private HealthChecks() {}

  /** Looks once at the pools of a runtime that was started with these options. */
  public static void look(LocalRuntime runtime, Options options) throws Exception {
    Template template = Stacks.read(options).service();
    FunctionResource function =
        template.functions().stream()
            .filter(each -> each.name().equals("HealthCheckFunction"))
            .findFirst()
            .orElseThrow();
    new Functions(
            runtime.machine(),
            Optional.empty(),
            runtime.baseUri(),
            Secrets.open(Optional.empty(), template.secrets()))
        .onSchedule(function)
        .call(new ScheduledEvent());
  }
}
