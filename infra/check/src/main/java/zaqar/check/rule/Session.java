// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pages that one reader got, each asked for by the marker of the one before. A page without a
 * marker begins a new session; so does one by any other marker, but nothing can be said of what
 * lies before that.
 *
 * @param filter what all of its pages show
 * @param isWhole whether it begins at the start of the queue
 */
record Session(String who, String client, List<Act.Page> pages, Filter filter, boolean isWhole) {
  Session {
    pages = List.copyOf(pages);
  }

  /** All sessions among acts, which come in the order of their starts. */
  static List<Session> all(List<Act> acts) {
    List<List<Act.Page>> sessions = new ArrayList<>();
    Map<String, List<Act.Page>> running = new HashMap<>();
    for (Act act : acts) {
      if (act instanceof Act.Page page && page.event().succeeded()) {
        List<Act.Page> session = running.get(page.event().who());
        if (session == null || !continues(session.getLast(), page)) {
          session = new ArrayList<>();
          sessions.add(session);
          running.put(page.event().who(), session);
        }
        session.add(page);
      }
    }
    return sessions.stream().map(Session::of).toList();
  }

  /** At the end of the queue, a reader asks again by the marker that he had. */
  private static boolean continues(Act.Page before, Act.Page page) {
    return before.next().isEmpty()
        ? before.isEnd() && page.marker().equals(before.marker())
        : page.marker().equals(before.next());
  }

  private static Session of(List<Act.Page> pages) {
    Act.Page first = pages.getFirst();
    Filter filter = pages.stream().map(Act.Page::filter).reduce(first.filter(), Filter::and);
    return new Session(
        first.event().who(),
        first.event().call().client(),
        pages,
        filter,
        first.marker().isEmpty());
  }

  long start() {
    return pages.getFirst().start();
  }
}
