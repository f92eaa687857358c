// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.local.failure.CannotStart;

class RoutesTest {
  private static final Routes<String> ROUTES =
      new Routes.Builder<String>()
          .add("ANY", "$default", "home")
          .add("ANY", "/v2/queues/{queue}", "queue")
          .add("ANY", "/v2/queues/{queue}/{rest}", "rest")
          .add("ANY", "/v2/queues/{queue}/stats", "stats")
          .add("GET", "/v2/queues/{queue}/stats", "get stats")
          .add("ANY", "/v2/queues", "queues")
          .build();

  @ParameterizedTest
  @CsvSource({
    "GET,  /v2/queues,            queues",
    "GET,  /v2/queues/,           home",
    "GET,  /v2/queues/a,          queue",
    "GET,  /v2/queues/a/,         home",
    "GET,  /v2/queues/a%2Fstats,  queue",
    "GET,  /v2/queues/a/stats,    get stats",
    "POST, /v2/queues/a/stats,    stats",
    "GET,  /v2/queues/a/%73tats,  rest",
    "GET,  /v2/queues//stats,     home",
    "GET,  /V2/queues,            home",
    "GET,  /,                     home"
  })
  void find_takesTheMostSpecificRoute(String method, String path, String target) {
    assertThat(ROUTES.find(method, path)).map(Routes.Match::target).contains(target);
  }

  @Test
  void find_bringsTheValuesOfNamesStillEncoded() {
    assertThat(ROUTES.find("GET", "/v2/queues/a%2Fb/c"))
        .map(Routes.Match::rawParameters)
        .contains(Map.of("queue", "a%2Fb", "rest", "c"));
  }

  @Test
  void find_tellsTheDefaultRouteByName() {
    assertThat(ROUTES.find("GET", "/x")).map(Routes.Match::resource).contains("$default");
  }

  @Test
  void find_isEmptyWithoutDefaultRoute() {
    Routes<String> routes = new Routes.Builder<String>().add("GET", "/a", "a").build();

    assertThat(routes.find("POST", "/a")).isEmpty();
  }

  @Test
  void add_refusesASecondTarget() {
    Routes.Builder<String> routes = new Routes.Builder<String>().add("GET", "/a", "a");

    assertThatThrownBy(() -> routes.add("GET", "/a", "b"))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("GET /a");
  }

  @Test
  void add_refusesGreedyPaths() {
    Routes.Builder<String> routes = new Routes.Builder<>();

    assertThatThrownBy(() -> routes.add("GET", "/{all+}", "a")).isInstanceOf(CannotStart.class);
  }
}
