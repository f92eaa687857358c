// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import zaqar.http.Request;
import zaqar.names.ProjectId;

/** The headers that say who calls: those that Keystone's middleware sets, old names included. */
final class IdentityHeaders {
  private static final Pattern NAMES =
      Pattern.compile(
          "x-(service-)?(((project|user)(-domain)?|domain)-(id|name)|roles?|identity-status|catalog)"
              + "|x-(user|tenant|tenant-id|tenant-name|is-admin-project)"
              + "|openstack-system-scope");

  private IdentityHeaders() {}

  /**
   * The request with nothing but this said of who calls. A role whose name has a comma in it would
   * be read as two, and is left out.
   */
  static Request replace(Request request, ProjectId project, List<String> roles) {
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.keySet().removeIf(name -> NAMES.matcher(name.toLowerCase(Locale.ROOT)).matches());
    headers.put("x-project-id", project.value());
    headers.put(
        "x-roles",
        roles.stream().filter(role -> !role.contains(",")).collect(Collectors.joining(",")));
    return request.withHeaders(headers);
  }
}
