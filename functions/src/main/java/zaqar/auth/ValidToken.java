// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.time.Instant;
import java.util.List;
import zaqar.names.ProjectId;

/**
 * The content of a valid token. A role with a comma in its name is left out, since a header would
 * split it into two.
 *
 * @param project the project that the token is for
 * @param roles the roles of its owner in this project
 * @param expires when it ends
 */
record ValidToken(ProjectId project, List<String> roles, Instant expires) {
  ValidToken {
    roles = roles.stream().filter(role -> !role.contains(",")).toList();
  }
}
