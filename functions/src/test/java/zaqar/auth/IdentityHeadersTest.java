// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import zaqar.http.Request;
import zaqar.http.Requests;
import zaqar.names.ProjectId;

class IdentityHeadersTest {
  @Test
  void role_withACommaIsNotTwo() {
    Request replaced =
        IdentityHeaders.replace(
            Requests.of("GET", "/"), new ProjectId("p"), List.of("member", "x,admin", "reader"));

    assertThat(replaced.header("X-Roles")).contains("member,reader");
  }
}
