// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Says which deployment a test class talks to; its constructor may then take a {@link Zaqar}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(Deployment.class)
@interface Against {
  Parameters value();
}
