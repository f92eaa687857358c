// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import zaqar.http.Json;
import zaqar.http.JsonValues;

/**
 * How often, and after which waits, a notification that failed is tried again (contract 9.5): at
 * once, after the shortest wait, after waits that grow, after the longest. No wait is longer than a
 * day, and no phase has more than a thousand tries: whoever asks for more is refused, as no message
 * would live to see it. What a deployment allows may be less.
 *
 * @param overridesSubscriptions whether the queue's policy wins over its subscriptions' ones; also
 *     true in a subscription's policy that gives way
 * @param outlivesMessages whether tries go on when the message's life is over
 */
public record RetryPolicy(
    int retriesWithNoDelay,
    int minimumDelayRetries,
    long minimumDelay,
    long maximumDelay,
    int maximumDelayRetries,
    BackoffFunction backoff,
    boolean overridesSubscriptions,
    boolean outlivesMessages) {
  /** Names it in a queue's metadata and in a subscription's options. */
  public static final String OPTION = "_retry_policy";

  private static final String NO_DELAY_RETRIES = "retries_with_no_delay";
  private static final String MINIMUM_RETRIES = "minimum_delay_retries";
  private static final String MINIMUM = "minimum_delay";
  private static final String MAXIMUM = "maximum_delay";
  private static final String MAXIMUM_RETRIES = "maximum_delay_retries";
  private static final String BACKOFF = "retry_backoff_function";
  private static final String OVERRIDE = "ignore_subscription_override";

  /** Ours: the original's tries end with its process. */
  private static final String OUTLIVES = "ignore_message_ttl";

  private static final int DEFAULT_RETRIES = 3;
  private static final long DEFAULT_MINIMUM = 5;
  private static final long DEFAULT_MAXIMUM = 30;
  private static final long LEAST_GAP = 2 * BackoffFunction.INTERVAL;
  private static final long MOST_RETRIES = 1000;
  private static final long LONGEST_DELAY = Duration.ofDays(1).toSeconds();

  public RetryPolicy {
    if (maximumDelay - minimumDelay < LEAST_GAP) {
      throw new IllegalArgumentException("the delays are too close to each other");
    }
  }

  /** What is wrong with a policy, to be said after its name; empty if nothing is. */
  public static Optional<String> fault(JsonNode policy) {
    if (JsonValues.isFalsy(policy) || policy.isMissingNode()) {
      return Optional.empty();
    }
    if (!policy.isObject()) {
      return Optional.of("must be an object.");
    }
    return Stream.of(
            range(policy, NO_DELAY_RETRIES, MOST_RETRIES),
            range(policy, MINIMUM_RETRIES, MOST_RETRIES),
            range(policy, MINIMUM, LONGEST_DELAY),
            range(policy, MAXIMUM, LONGEST_DELAY),
            range(policy, MAXIMUM_RETRIES, MOST_RETRIES),
            check(
                policy,
                BACKOFF,
                value -> value.isTextual() && BackoffFunction.named(value.textValue()).isPresent(),
                "linear, arithmetic, geometric or exponential"),
            check(policy, OVERRIDE, JsonNode::isBoolean, "a boolean"),
            check(policy, OUTLIVES, JsonNode::isBoolean, "a boolean"),
            gapFault(policy))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> check(
      JsonNode policy, String key, Predicate<JsonNode> rule, String wanted) {
    return set(policy, key)
        .filter(rule.negate())
        .map(value -> "needs " + wanted + " as " + key + ".");
  }

  private static Optional<String> range(JsonNode policy, String key, long most) {
    return check(policy, key, value -> JsonValues.integer(value).isPresent(), "an integer")
        .or(
            () ->
                set(policy, key)
                    .map(value -> JsonValues.integer(value).orElse(0))
                    .filter(number -> number < 0 || number > most)
                    .map(number -> "needs a " + key + " from 0 to " + most + "."));
  }

  private static Optional<String> gapFault(JsonNode policy) {
    long gap = number(policy, MAXIMUM, DEFAULT_MAXIMUM) - number(policy, MINIMUM, DEFAULT_MINIMUM);
    return gap < LEAST_GAP
        ? Optional.of("needs a " + MAXIMUM + " at least " + LEAST_GAP + " above " + MINIMUM + ".")
        : Optional.empty();
  }

  /**
   * Reads a policy that was checked when it was set. One that would not pass today, or is not
   * there, reads as the default.
   */
  public static RetryPolicy read(JsonNode policy) {
    JsonNode sound = policy.isObject() && fault(policy).isEmpty() ? policy : Json.object();
    return new RetryPolicy(
        (int) number(sound, NO_DELAY_RETRIES, DEFAULT_RETRIES),
        (int) number(sound, MINIMUM_RETRIES, DEFAULT_RETRIES),
        number(sound, MINIMUM, DEFAULT_MINIMUM),
        number(sound, MAXIMUM, DEFAULT_MAXIMUM),
        (int) number(sound, MAXIMUM_RETRIES, DEFAULT_RETRIES),
        BackoffFunction.named(sound.path(BACKOFF).asText()).orElse(BackoffFunction.LINEAR),
        sound.path(OVERRIDE).booleanValue(),
        sound.path(OUTLIVES).booleanValue());
  }

  /**
   * The policy of a subscription: its own, else the queue's, else the default, each as a whole; not
   * its own if either of them says so.
   *
   * @param queue the queue's policy, null or missing if it has none
   * @param subscription the subscription's policy, null or missing if it has none
   */
  public static RetryPolicy choose(JsonNode queue, JsonNode subscription) {
    boolean own =
        !subscription.isEmpty()
            && !read(queue).overridesSubscriptions()
            && !read(subscription).overridesSubscriptions();
    return read(own ? subscription : queue);
  }

  /**
   * The waits after each try that fails, within what a deployment allows.
   *
   * @param mostTries the first included
   */
  public List<Duration> schedule(int mostTries, Duration shortest) {
    return schedule().stream()
        .limit(mostTries - 1L)
        .map(wait -> wait.compareTo(shortest) < 0 ? shortest : wait)
        .toList();
  }

  /** The waits after each try that fails, beginning with the first; then it is given up. */
  public List<Duration> schedule() {
    return Stream.of(
            Collections.nCopies(retriesWithNoDelay, Duration.ZERO),
            Collections.nCopies(minimumDelayRetries, Duration.ofSeconds(minimumDelay)),
            backoff.delays(minimumDelay, maximumDelay),
            Collections.nCopies(maximumDelayRetries, Duration.ofSeconds(maximumDelay)))
        .flatMap(List::stream)
        .toList();
  }

  /** A number: 0 and false count as such, whatever else is falsy as the default. */
  private static long number(JsonNode policy, String key, long byDefault) {
    return JsonValues.integer(policy.path(key)).orElse(byDefault);
  }

  private static Optional<JsonNode> set(JsonNode policy, String key) {
    return Optional.ofNullable(policy.get(key)).filter(value -> !JsonValues.isFalsy(value));
  }

  /**
   * How the waits between tries grow from the shortest to the longest (contract 9.5). Each wait is
   * cut down to whole seconds, in the arithmetic of the original.
   */
  public enum BackoffFunction {
    /** Waits that grow by the same number of seconds. */
    LINEAR,
    /** Waits that grow by more seconds each time. */
    ARITHMETIC,
    /** Waits that grow by the same factor. */
    GEOMETRIC,
    /** The same as {@link #GEOMETRIC}, as in the original. */
    EXPONENTIAL;

    /** Seconds of waiting for each value of a list. */
    static final int INTERVAL = 5;

    static Optional<BackoffFunction> named(String name) {
      return Stream.of(values()).filter(backoff -> backoff.toString().equals(name)).findFirst();
    }

    /** The waits, if the longest is at least two intervals longer than the shortest. */
    List<Duration> delays(long shortest, long longest) {
      int count = (int) ((longest - shortest) / INTERVAL);
      return switch (this) {
        case LINEAR ->
            LongStream.iterate(shortest, delay -> delay < longest, delay -> delay + INTERVAL)
                .mapToObj(Duration::ofSeconds)
                .toList();
        case ARITHMETIC -> {
          double step = 2.0 * (longest - shortest) / (count * (count - 1.0));
          yield each(count, i -> shortest + (i - 1) * i * step / 2);
        }
        case GEOMETRIC, EXPONENTIAL -> {
          double first = Math.max(1, shortest);
          double factor = Math.pow(10, Math.log10(longest / first) / (count - 1));
          yield each(count, i -> first * Math.pow(factor, i - 1));
        }
      };
    }

    private static List<Duration> each(int count, DoubleUnaryOperator delay) {
      return IntStream.rangeClosed(1, count)
          .mapToObj(i -> Duration.ofSeconds((long) delay.applyAsDouble(i)))
          .toList();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
