// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.check.wire.Wire;

/**
 * Instances of the functions behind one address, as on Lambda: each request goes to one that is
 * free, one that crashes is followed by a cold one, and now and then an answer does not reach its
 * client. Clocks, faults and lost answers come from a seed.
 */
final class Fleet implements Wire, AutoCloseable {
  /** Ends of claims and delays that tests can wait for. */
  static final Map<String, String> SHORT_TIMES =
      Map.of("MinClaimTtl", "1", "MinClaimGrace", "0", "MinMessageTtl", "1");

  private final Nature nature;
  private final IntFunction<List<ExecutionInterceptor>> store;
  private final List<Place> places;
  private final AtomicInteger started = new AtomicInteger();
  private final Random random;
  private final long start = System.nanoTime();

  /**
   * What the instances are like.
   *
   * @param clocksApart the difference between the slowest and the fastest clock
   * @param rates what befalls their calls to the store
   * @param answersLost the share of answers that do not reach their clients
   * @param until when faults and losses end, after the fleet has started
   */
  record Nature(Duration clocksApart, Rates rates, double answersLost, Duration until, long seed) {}

  /**
   * So many instances.
   *
   * @param store sees all calls of all of them
   */
  Fleet(int instances, Nature nature, ExecutionInterceptor... store) {
    this(instances, nature, number -> List.of(store));
  }

  /**
   * So many instances that are not all the same.
   *
   * @param store what sees the calls of an instance, by its number
   */
  Fleet(int instances, Nature nature, IntFunction<List<ExecutionInterceptor>> store) {
    this.nature = nature;
    this.store = store;
    random = new Random(nature.seed());
    places = IntStream.range(0, instances).mapToObj(i -> new Place(i, instances)).toList();
  }

  /** Where one instance follows another, all with the same clock. */
  private final class Place {
    private final ReentrantLock busy = new ReentrantLock();
    private final MovableClock clock;
    private final List<ExecutionInterceptor> seesCalls;
    private Faults faults = new Faults();
    private Instance instance;

    Place(int number, int of) {
      Duration step = of == 1 ? Duration.ZERO : nature.clocksApart().dividedBy(of - 1);
      Duration offset = step.multipliedBy(number).minus(nature.clocksApart().dividedBy(2));
      clock = MovableClock.ahead(offset);
      seesCalls = store.apply(number);
      instance = cold();
    }

    private Instance cold() {
      faults = Faults.seeded(nature.seed() + started.incrementAndGet(), nature.rates());
      List<ExecutionInterceptor> all = new ArrayList<>(seesCalls);
      all.add(faults);
      return new Instance(clock, SHORT_TIMES, all.toArray(new ExecutionInterceptor[0]));
    }

    Answer send(Call call) throws IOException {
      boolean isBad = System.nanoTime() - start < nature.until().toNanos();
      if (!isBad) {
        faults.heal();
      }
      Instance.Reply reply =
          instance.call(
              call.client(),
              call.method(),
              call.path().substring("/queues/".length()),
              call.body() == null ? "" : call.body());
      if (faults.isCrashed()) {
        instance.close();
        instance = cold();
        throw new IOException("the instance crashed");
      }
      if (isBad && random.nextDouble() < nature.answersLost()) {
        throw new IOException("the answer was lost");
      }
      return new Answer(
          reply.status(), reply.headers(), reply.body().isNull() ? "" : reply.body().toString());
    }
  }

  /** The way to one of the instances. */
  Wire to(int number) {
    Place place = places.get(number);
    return call -> {
      place.busy.lock();
      try {
        return place.send(call);
      } finally {
        place.busy.unlock();
      }
    };
  }

  @Override
  public Answer send(Call call) throws IOException {
    int first = random.nextInt(places.size());
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get((first + i) % places.size());
      if (place.busy.tryLock()) {
        try {
          return place.send(call);
        } finally {
          place.busy.unlock();
        }
      }
    }
    return to(first).send(call);
  }

  @Override
  public void close() {
    places.forEach(place -> place.instance.close());
  }

  /** How many instances there have been, the crashed ones included. */
  int started() {
    return started.get();
  }
}
