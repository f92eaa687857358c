// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How much memory processes take, looked at again and again. */
final class Memory {
  private final long began = System.nanoTime();
  private final List<Look> looks = new ArrayList<>();

  private record Look(Duration at, String what, long pid, long kilobytes) {
    String megabytes() {
      return "%d MB".formatted(kilobytes / 1024);
    }
  }

  /**
   * How a process developed: the middle values of the second and the last quarter of its life.
   *
   * @param before in kilobytes
   * @param after in kilobytes
   */
  record Growth(String what, long pid, Duration life, long before, long after) {
    double factor() {
      return (double) after / before;
    }

    @Override
    public String toString() {
      return "%s %d, %d s: %d MB, then %d MB"
          .formatted(what, pid, life.toSeconds(), before / 1024, after / 1024);
    }
  }

  /** Looks at a process, if it is there. */
  void look(String what, long pid) throws IOException {
    OptionalLong kilobytes = ResidentSet.kilobytes(pid);
    Duration at = Duration.ofNanos(System.nanoTime() - began);
    kilobytes.ifPresent(size -> note(at, what, pid, size));
  }

  /** Takes note of a look. */
  synchronized void note(Duration at, String what, long pid, long kilobytes) {
    looks.add(new Look(at, what, pid, kilobytes));
  }

  /** What became of all processes that lived at least so long. */
  synchronized List<Growth> growths(Duration leastLife) {
    Map<Long, List<Look>> lives = looks.stream().collect(Collectors.groupingBy(Look::pid));
    return lives.values().stream()
        .map(Memory::growth)
        .filter(growth -> growth.life().compareTo(leastLife) >= 0)
        .toList();
  }

  private static Growth growth(List<Look> life) {
    int quarter = life.size() / 4;
    Look first = life.getFirst();
    return new Growth(
        first.what(),
        first.pid(),
        life.getLast().at().minus(first.at()),
        median(life.subList(quarter, Math.max(quarter + 1, 2 * quarter))),
        median(life.subList(Math.min(3 * quarter, life.size() - 1), life.size())));
  }

  private static long median(List<Look> looks) {
    return looks.stream().map(Look::kilobytes).sorted().toList().get(looks.size() / 2);
  }

  /** One line for every {@code step}: the time, and each process with its size. */
  synchronized String table(Duration step) {
    Map<Long, Map<String, String>> rows = new TreeMap<>();
    for (Look look : looks) {
      rows.computeIfAbsent(look.at().dividedBy(step), row -> new TreeMap<>())
          .put(look.what(), "%s %7s (%d)".formatted(look.what(), look.megabytes(), look.pid()));
    }
    return rows.entrySet().stream()
        .map(
            row ->
                "%5d s  %s%n"
                    .formatted(
                        step.multipliedBy(row.getKey()).toSeconds(),
                        String.join("   ", row.getValue().values())))
        .collect(Collectors.joining());
  }
}
