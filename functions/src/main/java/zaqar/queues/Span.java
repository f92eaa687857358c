package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;

/**
 * A part of a shard, both ends included. Its places are numbered by the upper half of an id, which
 * tells the time in 65,536ths of a millisecond: fine enough to tell the messages of one post apart.
 */
record Span(int shard, Ulid from, Ulid to) {

  /** How many places it has. */
  long length() {
    return isEmpty() ? 0 : to.getMostSignificantBits() - from.getMostSignificantBits() + 1;
  }

  /** Whether there is nothing between its ends. */
  boolean isEmpty() {
    return from.compareTo(to) > 0;
  }

  /** Its places from one, counted from zero, to before another. */
  Span part(long start, long end) {
    long first = from.getMostSignificantBits();
    Ulid partFrom = new Ulid(first + start, 0);
    Ulid partTo = new Ulid(first + end - 1, -1);
    return new Span(
        shard,
        partFrom.compareTo(from) < 0 ? from : partFrom,
        partTo.compareTo(to) > 0 ? to : partTo);
  }

  /** The same part of another shard. */
  Span in(int other) {
    return new Span(other, from, to);
  }

  /** What lies after an id. */
  Span after(Ulid id) {
    return new Span(shard, id.increment(), to);
  }

  /** The same up to an id. */
  Span upTo(Ulid id) {
    return new Span(shard, from, id);
  }
}
