// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.List;

/**
 * What a path leads to.
 *
 * @param queue empty if it is no path of a queue's
 * @param kind messages, claims, or what else follows the queue; empty for the queue itself
 * @param id of a message or claim; empty for all
 */
record Target(String queue, String kind, String id) {
  private static final int QUEUE = 2;

  /** What a path below {@code /v2} leads to. */
  static Target of(String path) {
    int query = path.indexOf('?');
    String plain = query < 0 ? path : path.substring(0, query);
    List<String> segments = List.of(plain.split("/", -1));
    boolean isQueue = segments.size() > QUEUE && segments.get(1).equals("queues");
    return isQueue
        ? new Target(segments.get(QUEUE), at(segments, QUEUE + 1), at(segments, QUEUE + 2))
        : new Target("", "", "");
  }

  private static String at(List<String> segments, int index) {
    return index < segments.size() ? segments.get(index) : "";
  }
}
