// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How often a message was delivered by a Zaqar and posted to one again, from queue to queue. The
 * number travels in a header, so that a circle of queues ends, through whatever deployments it
 * leads.
 */
public final class Hops {
  /** On each delivery; honoured on each POST of messages. */
  public static final String HEADER = "X-Zaqar-Hops";

  /** A message that has made so many is not taken. */
  public static final int LIMIT = 3;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private Hops() {}

  /** Reads the header's value; empty if it is no number below the limit. */
  public static OptionalInt parse(String value) {
    if (!NUMBER.matcher(value).matches()) {
      return OptionalInt.empty();
    }
    int hops = Integer.parseInt(value);
    return hops < LIMIT ? OptionalInt.of(hops) : OptionalInt.empty();
  }
}
