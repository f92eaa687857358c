// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import java.lang.System.Logger.Level;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Stands before every client of the SDK in this process, which finds it on the class path, and
 * refuses what the policies of the calling function do not allow. The runtime's own calls are
 * nobody's, and pass.
 */
public final class Guard implements ExecutionInterceptor {
  private static final System.Logger LOG = System.getLogger(Guard.class.getName());

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    Optional<Role> calling = Role.calling();
    if (calling.isPresent()) {
      Role role = calling.get();
      for (Asked asked : Asking.by(context.request())) {
        if (!role.allows(asked)) {
          Refusal refusal = new Refusal(role.function(), asked);
          LOG.log(Level.WARNING, refusal.sentence());
          throw refusal.of(context.request());
        }
      }
    }
  }
}
