// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.local.template.Statement;

class RoleTest {
  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/T";

  private static Statement statement(boolean allows, String action, String resource) {
    return new Statement(allows, List.of(action), List.of(resource), Map.of());
  }

  private static Role role(Statement... statements) {
    return new Role("F", List.of(statements));
  }

  @ParameterizedTest
  @CsvSource({
    "dynamodb:Query, table/T, true",
    "dynamodb:query, table/T, true",
    "dynamodb:*, table/T, true",
    "*, table/T, true",
    "dynamodb:Quer?, table/T, true",
    "dynamodb:Quer, table/T, false",
    "dynamodb:GetItem, table/T, false",
    "dynamodb:Query, table/*, true",
    "dynamodb:Query, table/t, false",
    "dynamodb:Query, table/T/index/*, false",
    "dynamodb:Query, table/T.*, false"
  })
  void statement_isAboutActionsAndResources(String action, String resource, boolean isAllowed) {
    Role role = role(statement(true, action, TABLE.replace("table/T", resource)));

    assertThat(role.allows(Asked.of("dynamodb:Query", TABLE))).isEqualTo(isAllowed);
  }

  @Test
  void nothing_isAllowedByNoStatement() {
    assertThat(role().allows(Asked.of("dynamodb:Query", TABLE))).isFalse();
  }

  @Test
  void denial_winsWhateverIsAllowed() {
    Role role = role(statement(true, "*", "*"), statement(false, "dynamodb:Query", TABLE));

    assertThat(role.allows(Asked.of("dynamodb:Query", TABLE))).isFalse();
    assertThat(role.allows(Asked.of("dynamodb:GetItem", TABLE))).isTrue();
  }

  @Test
  void condition_isAboutTheContext() {
    Map<String, List<String>> fromUs = Map.of("ses:FromAddress", List.of("us@example.org"));
    Role role = role(new Statement(true, List.of("ses:SendEmail"), List.of("*"), fromUs));

    assertThat(role.allows(mail("us@example.org"))).isTrue();
    assertThat(role.allows(mail("them@example.org"))).isFalse();
    assertThat(role.allows(Asked.of("ses:SendEmail", "*"))).isFalse();
  }

  private static Asked mail(String from) {
    return new Asked("ses:SendEmail", "*", Map.of("ses:FromAddress", from));
  }

  @Test
  void role_isThatOfThreadsWhichACallStarts() throws Exception {
    Role role = role();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Optional<Role> inherited =
          role.run(() -> CompletableFuture.supplyAsync(Role::calling, threads)).get();

      assertThat(inherited).contains(role);
      assertThat(threads.submit(Role::calling).get()).isEmpty();
    }
    assertThat(Role.calling()).isEmpty();
  }
}
