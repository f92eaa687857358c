// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import zaqar.http.Problem;
import zaqar.http.Requests;
import zaqar.http.Response;
import zaqar.names.Caller;
import zaqar.names.ClientId;
import zaqar.names.ProjectId;

class RequestRatesTest {
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final RequestRates rates = new RequestRates(4, clock);

  private Response call(RequestRates rates, String project) {
    Caller caller = new Caller(new ProjectId(project), ClientId.ofText("client"));
    return rates.filter(
        Requests.of("GET", "/v2/queues").from(caller), request -> Response.noContent());
  }

  /** How many of many requests at the same moment pass. */
  private int passing(String project) {
    return (int) IntStream.range(0, 100).filter(n -> passes(project)).count();
  }

  private boolean passes(String project) {
    try {
      return call(rates, project).status() == 204;
    } catch (Problem waiting) {
      return false;
    }
  }

  @Test
  void project_hasItsShareOfEachSecond() {
    assertThat(passing("p")).isEqualTo(4);
    now = now.plusMillis(500);
    assertThat(passing("p")).isEqualTo(2);
    now = now.plusMillis(249);
    assertThat(passing("p")).isZero();
    now = now.plusMillis(1);
    assertThat(passing("p")).isEqualTo(1);
  }

  @Test
  void project_thatRestsSavesNoMoreThanASecond() {
    assertThat(passing("p")).isEqualTo(4);
    now = now.plus(Duration.ofHours(1));
    assertThat(passing("p")).isEqualTo(4);
  }

  @Test
  void project_takesNothingFromOthers() {
    assertThat(passing("p")).isEqualTo(4);
    assertThat(passing("other")).isEqualTo(4);
  }

  @Test
  void clock_thatGoesBackHoldsNobodyUp() {
    assertThat(passing("p")).isEqualTo(4);
    now = now.minus(Duration.ofHours(1));
    assertThat(passing("p")).isEqualTo(4);
  }

  @Test
  void refusal_isA503ThatNamesTheLimitAndSaysWhenToComeBack() {
    passing("p");

    assertThatThrownBy(() -> call(rates, "p"))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(503))
        .hasMessageContaining("MaxRequestsPerSecond");
  }

  @Test
  void projects_areForgottenWhenThereAreTooMany() {
    assertThat(passing("p")).isEqualTo(4);
    IntStream.range(0, 10_000).forEach(n -> passes("project-" + n));

    assertThat(passing("p")).isEqualTo(4);
  }

  @Test
  void zero_isNoLimit() {
    RequestRates off = new RequestRates(0, clock);

    assertThat(IntStream.range(0, 1000).mapToObj(n -> call(off, "p").status())).containsOnly(204);
  }
}
