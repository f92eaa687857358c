// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zaqar.dynamodb.Parallel;

/** How exact counts are, and what they cost, for queues that grew in different ways. */
class MessageCounterTest {
  private static final long BEGINNING = 1_790_000_000_000L;
  private static final long PLACES = 1 << 16;
  private static final int HOUR = 3_600_000;
  private static final int SHORT = 10_000;
  private static final int LONG = 100_000;
  private static final int RUNS = 3;
  private static final double CLAIMED = 0.6;

  /** At which millisecond what part of the messages had been posted. */
  enum Growth {
    EVEN(part -> part * HOUR),
    TWO_BURSTS(part -> part < 0.5 ? part * 20_000 : 240.0 * HOUR + part * 20_000),
    DECAYING(part -> -Math.log(1 - part * 0.9999) * HOUR),
    BACKLOG_AND_TAIL(part -> part < CLAIMED ? part * 24 * HOUR : 48.0 * HOUR + part * HOUR);

    private final DoubleUnaryOperator time;

    Growth(DoubleUnaryOperator time) {
      this.time = time;
    }
  }

  /** Messages of 100 and 900 bytes, posted so many at a time, the older ones claimed. */
  private static Shelf shelf(int messages, int batch, Growth growth) {
    return shelf(messages, batch, growth, 0);
  }

  private static Shelf shelf(int messages, int batch, Growth growth, int seed) {
    Random random = new Random(messages + batch + seed);
    Shelf shelf = new Shelf();
    double[] posts = random.doubles(messages / batch).toArray();
    Arrays.sort(posts);
    for (int i = 0; i < messages; i += batch) {
      double time = growth.time.applyAsDouble(posts[i / batch]);
      long place = BEGINNING * PLACES + (long) (time * PLACES);
      for (int j = i; j < i + batch; j++) {
        int size = 130 + (random.nextBoolean() ? 100 : 890);
        shelf.put(
            0,
            new Ulid(place, random.nextLong()),
            new Shelf.Item(true, j < messages * CLAIMED, size));
        place += 1 + random.nextInt(64);
      }
    }
    return shelf;
  }

  private static Stats count(Shelf shelf, int shards) {
    return new MessageCounter(shelf, new Parallel(Runnable::run)).count(shards, Ulid.MIN);
  }

  private static double error(long found, long expected) {
    return Math.abs((double) found / expected - 1);
  }

  private static double errorOfTotal(Stats found, Stats expected) {
    return error(found.total(), expected.total());
  }

  @ParameterizedTest
  @EnumSource
  void count_isExactUpToTenThousand(Growth growth) {
    for (int batch : new int[] {1, 10, 100}) {
      Shelf shelf = shelf(SHORT, batch, growth);
      assertThat(count(shelf, 1)).isEqualTo(shelf.stats());
    }
  }

  @ParameterizedTest
  @EnumSource
  void count_ofAHundredThousandIsRightWithinATenth(Growth growth) {
    for (int seed = 0; seed < RUNS; seed++) {
      Shelf shelf = shelf(LONG, 1, growth, seed);
      Stats expected = shelf.stats();
      Stats found = count(shelf, 1);
      assertThat(errorOfTotal(found, expected)).as("total").isLessThan(0.1);
      assertThat(error(found.claimed(), expected.claimed())).as("claimed").isLessThan(0.1);
      assertThat(error(found.free(), expected.free())).as("free").isLessThan(0.1);
      assertThat(found.times(0)).isEqualTo(expected.times(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void count_ofBatchesOfTenIsRightWithinAFifth(Growth growth) {
    for (int seed = 0; seed < RUNS; seed++) {
      Shelf shelf = shelf(LONG, 10, growth, seed);
      assertThat(errorOfTotal(count(shelf, 1), shelf.stats())).isLessThan(0.2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void count_ofAHundredThousandCostsAtMostAHundredUnitsMoreThanOfTen(Growth growth) {
    Shelf tenThousand = shelf(SHORT, 1, growth);
    Shelf more = shelf(LONG, 1, growth);
    count(tenThousand, 1);
    count(more, 1);
    assertThat(more.units()).isLessThan(tenThousand.units() + 100);
  }

  @Test
  void count_ofAFewIsOneStrongRead() {
    Shelf shelf = shelf(900, 1, Growth.EVEN);

    assertThat(count(shelf, 1)).isEqualTo(shelf.stats());
    assertThat(shelf.calls()).isEqualTo(1);
  }

  @Test
  void count_goesOverAllShards() {
    Shelf shelf = new Shelf();
    Random random = new Random(1);
    for (int i = 0; i < 9_000; i++) {
      Ulid id = new Ulid(BEGINNING * PLACES + random.nextInt(HOUR) * PLACES, random.nextLong());
      shelf.put(i % 7, id, new Shelf.Item(i % 5 > 0, i % 2 == 0, 300));
    }

    assertThat(count(shelf, 7)).isEqualTo(shelf.stats());
  }

  @Test
  void newest_behindManyThatHaveExpiredIsFound() {
    Shelf shelf = new Shelf();
    for (int i = 0; i < LONG; i++) {
      Ulid id = new Ulid((BEGINNING + i * 20L) * PLACES, i);
      boolean live = i >= 45_678 && i < LONG - 900;
      shelf.put(0, id, new Shelf.Item(live, false, 300));
    }

    assertThat(count(shelf, 1).newest()).isEqualTo(shelf.stats().newest());
  }

  @Test
  void burst_thatAWindowHitsDoesNotReadItAll() {
    Shelf shelf = shelf(LONG, 1, Growth.EVEN);
    Random random = new Random(1);
    for (int i = 0; i < LONG; i++) {
      long place = (BEGINNING + HOUR / 3) * PLACES + random.nextInt((int) (1000 * PLACES));
      shelf.put(0, new Ulid(place, random.nextLong()), new Shelf.Item(true, false, 300));
    }
    count(shelf, 1);
    assertThat(shelf.units()).isLessThan(1500);
  }
}
