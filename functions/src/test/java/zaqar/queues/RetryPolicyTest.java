// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Json;
import zaqar.queues.RetryPolicy.BackoffFunction;

/** Contract 9.5. */
class RetryPolicyTest {
  private static final JsonNode NONE = MissingNode.getInstance();

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static List<Duration> seconds(Integer... seconds) {
    return Stream.of(seconds).map(Duration::ofSeconds).toList();
  }

  private static List<Duration> schedule(String policy) {
    return RetryPolicy.read(json(policy)).schedule();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exponential | 10 | 60 | 10 12 14 18 22 27 33 40 49 60",
        "geometric | 20 | 80 | 20 22 25 29 33 37 42 48 54 62 70 80",
        "arithmetic | 30 | 100 | 30 30 32 34 37 41 46 51 57 64 72 80 90 100",
        "geometric | 30 | 100 | 30 32 36 39 43 47 52 57 62 69 75 83 91 99",
        "linear | 5 | 30 | 5 10 15 20 25",
        "linear | 5 | 31 | 5 10 15 20 25 30",
        "arithmetic | 5 | 30 | 5 7 12 20 30",
        "geometric | 5 | 30 | 5 7 12 19 30",
        "arithmetic | 0 | 30 | 0 2 6 12 20 30",
        "geometric | 0 | 10 | 1 10",
        "exponential | 0 | 10 | 1 10",
        "linear | 40 | 50 | 40 45"
      })
  void backoff_isTheOriginals(String function, long shortest, long longest, String delays) {
    Integer[] expected =
        Arrays.stream(delays.split(" ")).map(Integer::valueOf).toArray(Integer[]::new);

    assertThat(BackoffFunction.named(function).orElseThrow().delays(shortest, longest))
        .containsExactly(seconds(expected).toArray(Duration[]::new));
  }

  @ParameterizedTest
  @EnumSource(BackoffFunction.class)
  void backoff_neverShrinksNorLeavesItsRange(BackoffFunction backoff) {
    for (long shortest = 0; shortest < 40; shortest++) {
      for (long longest = shortest + 10; longest < 200; longest++) {
        assertThat(backoff.delays(shortest, longest))
            .isNotEmpty()
            .isSorted()
            .allMatch(delay -> !delay.isNegative())
            .last()
            .matches(delay -> delay.toSeconds() <= 200);
      }
    }
  }

  @Test
  void schedule_hasFourPhases() {
    assertThat(schedule("{}"))
        .isEqualTo(seconds(0, 0, 0, 5, 5, 5, 5, 10, 15, 20, 25, 30, 30, 30))
        .satisfies(
            all -> assertThat(all.stream().mapToLong(Duration::toSeconds).sum()).isEqualTo(180));
    assertThat(
            schedule(
                "{'retries_with_no_delay':1,'minimum_delay_retries':2,'minimum_delay':10,"
                    + "'maximum_delay':20,'maximum_delay_retries':1}"))
        .isEqualTo(seconds(0, 10, 10, 10, 15, 20));
  }

  @Test
  void number_thatIsZeroOrFalseIsNoneAndNullTheDefault() {
    assertThat(
            schedule(
                "{'retries_with_no_delay':0,'minimum_delay_retries':false,"
                    + "'minimum_delay':null,'maximum_delay_retries':''}"))
        .isEqualTo(seconds(5, 10, 15, 20, 25, 30, 30, 30));
  }

  @ParameterizedTest
  @EnumSource(BackoffFunction.class)
  void schedule_isShortEnoughToBeMade(BackoffFunction backoff) {
    assertThat(
            schedule(
                "{'retries_with_no_delay':1000,'minimum_delay_retries':1000,'minimum_delay':0,"
                    + "'maximum_delay':86400,'maximum_delay_retries':1000,"
                    + "'retry_backoff_function':'%s'}".formatted(backoff)))
        .hasSize(3000 + 86_400 / 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "0",
        "''",
        "{'unknown':'x'}",
        "{'minimum_delay':40,'maximum_delay':50}",
        "{'minimum_delay':20}",
        "{'maximum_delay':15}",
        "{'minimum_delay':0,'maximum_delay':10}",
        "{'minimum_delay_retries':true}",
        "{'retries_with_no_delay':[],'retry_backoff_function':'','ignore_subscription_override':0}"
      })
  void policy_thatMakesSenseIsTaken(String policy) {
    assertThat(RetryPolicy.fault(json(policy))).isEmpty();
    assertThat(RetryPolicy.read(json(policy)).schedule()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "true",
        "[1]",
        "'x'",
        "{'minimum_delay':25}",
        "{'minimum_delay':21}",
        "{'maximum_delay':14}",
        "{'maximum_delay':0}",
        "{'minimum_delay':41,'maximum_delay':50}",
        "{'minimum_delay':50,'maximum_delay':40}",
        "{'minimum_delay':-1}",
        "{'maximum_delay':86401}",
        "{'maximum_delay':9223372036854775807}",
        "{'minimum_delay':-9223372036854775808,'maximum_delay':9223372036854775807}",
        "{'retries_with_no_delay':-1}",
        "{'retries_with_no_delay':1001}",
        "{'retries_with_no_delay':1.5}",
        "{'minimum_delay_retries':4294967297}",
        "{'maximum_delay_retries':'3'}",
        "{'maximum_delay_retries':[3]}",
        "{'retry_backoff_function':'sudden'}",
        "{'retry_backoff_function':'LINEAR'}",
        "{'retry_backoff_function':1}",
        "{'ignore_subscription_override':'yes'}",
        "{'ignore_subscription_override':1}"
      })
  void policy_thatMakesNoSenseIsRefusedAndReadsAsTheDefault(String policy) {
    assertThat(RetryPolicy.fault(json(policy))).isPresent();
    assertThat(RetryPolicy.read(json(policy))).isEqualTo(RetryPolicy.read(NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | null | 3",
        "{} | {} | 3",
        "{'retries_with_no_delay':1} | null | 1",
        "{'retries_with_no_delay':1} | {} | 1",
        "{'retries_with_no_delay':1} | {'retries_with_no_delay':2} | 2",
        "null | {'retries_with_no_delay':2} | 2",
        "{'retries_with_no_delay':1} | {'minimum_delay':6} | 3",
        "{'retries_with_no_delay':1,'ignore_subscription_override':true}"
            + " | {'retries_with_no_delay':2} | 1",
        "{'retries_with_no_delay':1}"
            + " | {'retries_with_no_delay':2,'ignore_subscription_override':true} | 1",
        "null | {'retries_with_no_delay':2,'ignore_subscription_override':true} | 3"
      })
  void policy_isTheSubscriptionsUnlessOneOfThemGivesWay(
      String queue, String subscription, int retries) {
    assertThat(RetryPolicy.choose(json(queue), json(subscription)).retriesWithNoDelay())
        .isEqualTo(retries);
  }

  @Test
  void tries_areNoMoreAndNoFasterThanTheDeploymentAllows() {
    RetryPolicy policy =
        RetryPolicy.read(json("{'retries_with_no_delay':1000,'maximum_delay_retries':1000}"));

    assertThat(policy.schedule(50, Duration.ofSeconds(1)))
        .hasSize(49)
        .containsOnly(Duration.ofSeconds(1));
    assertThat(policy.schedule(1, Duration.ZERO)).isEmpty();
    assertThat(RetryPolicy.read(NONE).schedule(50, Duration.ZERO))
        .isEqualTo(RetryPolicy.read(NONE).schedule());
  }

  @Test
  void tries_endWithTheMessageUnlessThePolicySaysOtherwise() {
    assertThat(RetryPolicy.read(NONE).outlivesMessages()).isFalse();
    assertThat(RetryPolicy.read(json("{'ignore_message_ttl':true}")).outlivesMessages()).isTrue();
    assertThat(RetryPolicy.fault(json("{'ignore_message_ttl':'yes'}"))).isPresent();
  }

  @Test
  void policy_isTheDefaultWhereThereIsNone() {
    assertThat(RetryPolicy.choose(NONE, NONE)).isEqualTo(RetryPolicy.read(json("{}")));
  }
}
