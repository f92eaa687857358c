// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

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

  /** The function of this name. */
  static Optional<BackoffFunction> named(String name) {
    return Stream.of(values()).filter(backoff -> backoff.toString().equals(name)).findFirst();
  }

  /** The waits, if the longest is at least two intervals longer than the shortest. */
  List<Duration> delays(long shortest, long longest) {
    int count = (int) ((longest - shortest) / INTERVAL);
    return switch (this) {
      case LINEAR ->
          seconds(
              LongStream.iterate(shortest, delay -> delay < longest, delay -> delay + INTERVAL)
                  .asDoubleStream());
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
    return seconds(IntStream.rangeClosed(1, count).asDoubleStream().map(delay));
  }

  private static List<Duration> seconds(DoubleStream delays) {
    return delays.mapToObj(delay -> Duration.ofSeconds((long) delay)).toList();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
