// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import java.util.Map;

/**
 * What a call asks to be allowed.
 *
 * @param action such as {@code dynamodb:Query}
 * @param resource the ARN of what it is done to
 * @param context what conditions of policies may look at, by key
 */
public record Asked(String action, String resource, Map<String, String> context) {
  /** Keeps a copy. */
  public Asked {
    context = Map.copyOf(context);
  }

  /** An action that no condition looks at. */
  static Asked of(String action, String resource) {
    return new Asked(action, resource, Map.of());
  }
}
