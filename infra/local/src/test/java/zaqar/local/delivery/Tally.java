// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What came to one subscriber. */
final class Tally {
  private static final int SHOWN = 80;

  private final String name;
  private final Posts posts;
  private final Map<Integer, Long> first = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();
  private final java.util.Queue<String> strange = new ConcurrentLinkedQueue<>();

  Tally(String name, Posts posts) {
    this.name = name;
    this.posts = posts;
  }

  void add(Visit visit) {
    if (posts.isOne(visit.body())) {
      all.incrementAndGet();
      first.putIfAbsent(visit.body().path("number").asInt(), visit.nanos());
    } else {
      String text = visit.document().toString();
      strange.add(text.substring(0, Math.min(text.length(), SHOWN)));
    }
  }

  /** How many messages have come. */
  int messages() {
    return first.size();
  }

  /** The messages that were answered 201 and have not come. */
  List<Integer> missing() {
    return posts.answered().keySet().stream().filter(number -> !first.containsKey(number)).toList();
  }

  /** The same in words. */
  String missingText() {
    List<Integer> missing = missing();
    return "%s %d of %d %s".formatted(name, missing.size(), posts.answered().size(), missing);
  }

  /** What came and was never posted, or not so. */
  Collection<String> strange() {
    return strange;
  }

  /** How long each message took from its answer to here, in ascending order. */
  private List<Duration> waits() {
    return posts.answered().entrySet().stream()
        .filter(answer -> first.containsKey(answer.getKey()))
        .map(answer -> Math.max(0, first.get(answer.getKey()) - answer.getValue()))
        .sorted()
        .map(Duration::ofNanos)
        .toList();
  }

  @Override
  public String toString() {
    List<Duration> waits = waits();
    String counts =
        "%s: %d deliveries, %d of them again".formatted(name, all.get(), all.get() - messages());
    return waits.isEmpty()
        ? counts
        : counts
            + ", median wait %.1f s, longest %.1f s"
                .formatted(
                    waits.get(waits.size() / 2).toMillis() / 1000.0,
                    waits.getLast().toMillis() / 1000.0);
  }
}
