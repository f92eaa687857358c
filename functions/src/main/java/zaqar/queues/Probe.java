// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import zaqar.queues.StatsPage.Order;

/**
 * A look at a few messages on both sides of a place near the middle of a span: it tells how dense
 * messages are there, and the two parts that hold them all, without a gap that the place fell in.
 *
 * @param weight how many messages the span holds if they are as dense everywhere
 */
record Probe(double weight, List<IdRange> parts) {
  /** The weight of a span that is empty in the middle: nobody knows what its ends hold. */
  static final double UNKNOWN = Double.MAX_VALUE;

  private static final int LOOK = 3;
  private static final double FIRST_PLACE = 0.45;
  private static final double LAST_PLACE = 0.55;
  private static final double GAP = 0.25;

  Probe {
    parts = List.copyOf(parts);
  }

  /** Takes a look. */
  static Probe of(IdRange span, StatsPage.Reader pages, RandomGenerator random) {
    long length = span.length();
    long middle = (long) (length * random.nextDouble(FIRST_PLACE, LAST_PLACE));
    if (middle == 0) {
      return new Probe(0, List.of(span));
    }
    IdRange left = span.part(0, middle);
    IdRange right = span.part(middle, length);
    StatsPage before = pages.read(left, LOOK, Order.BACKWARD);
    StatsPage after = pages.read(right, LOOK, Order.FORWARD);
    List<IdRange> parts = new ArrayList<>();
    if (before.read() > 0) {
      parts.add(left.upTo(before.ids().getFirst()));
    }
    if (after.read() > 0) {
      parts.add(new IdRange(span.shard(), after.ids().getFirst(), right.to()));
    }
    Ulid from = before.more() ? before.ids().getLast() : span.from();
    Ulid to = after.more() ? after.ids().getLast() : span.to();
    long held = parts.stream().mapToLong(IdRange::length).sum();
    if (held < (1 - GAP) * length && held > parts.size()) {
      return new Probe(UNKNOWN, parts);
    }
    long seen = new IdRange(span.shard(), from, to).length();
    return new Probe((double) (before.read() + after.read()) * length / seen, parts);
  }
}
