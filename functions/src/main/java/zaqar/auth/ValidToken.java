// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.time.Instant;
import java.util.List;
import zaqar.names.ProjectId;

/**
 * What a valid token says. A role with a comma in its name counts for nothing: in a header it would
 * be read as two.
 *
 * @param project the one that it is for
 * @param roles what its owner is there
 * @param expires when it ends
 */
record ValidToken(ProjectId project, List<String> roles, Instant expires) {
  ValidToken {
    roles = roles.stream().filter(role -> !role.contains(",")).toList();
  }
}
