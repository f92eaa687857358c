// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zaqar.check.history.Event;
import zaqar.check.rule.Checker;
import zaqar.check.rule.Tolerance;
import zaqar.check.rule.Violation;

/** What a soak showed. */
record Findings(Plan plan, List<Event> history, Outages outages, Memory memory) {
  /** No request goes on for longer: the functions give up after 17 s. */
  private static final Duration LATENESS = Duration.ofSeconds(20);

  private static final Duration ROW = Duration.ofSeconds(15);

  List<Violation> violations() {
    return new Checker(Tolerance.USUAL.lateness(LATENESS).forFailingStores()).check(history);
  }

  /** Failures while it was not away, and without a long wait. */
  List<Event> unexplained() {
    return outages.unexplained(history);
  }

  /** How many messages some answers name, under {@code member}. */
  private long messages(String method, String path, String member) {
    return successes()
        .filter(event -> event.call().method().equals(method))
        .filter(event -> event.call().path().contains(path))
        .mapToLong(event -> event.answer().json().path(member).size())
        .sum();
  }

  /** How many messages were seen at the very end. */
  long left() {
    return successes()
        .filter(event -> event.who().startsWith(Load.END))
        .mapToLong(event -> event.answer().json().path("messages").size())
        .sum();
  }

  private Stream<Event> successes() {
    return history.stream().filter(Event::succeeded);
  }

  @Override
  public String toString() {
    return String.join(
        System.lineSeparator(),
        "seed " + plan.seed(),
        "kills: " + plan.kills().size(),
        "away: " + outages.sum().toMillis() + " ms in all",
        "requests: " + history.size() + ", by status " + count(history, Findings::status),
        "failures while it was not away: " + outages.outside(history).size(),
        "messages acknowledged: " + messages("POST", "/messages", "resources"),
        "delivered by claims: " + messages("POST", "/claims", "messages"),
        "delivered by pops: " + messages("DELETE", "?pop=", "messages"),
        "delivered to observers: " + messages("GET", "/messages?", "messages"),
        memory.table(ROW),
        "");
  }

  private static String status(Event event) {
    return event.answer() == null ? "none" : Integer.toString(event.answer().status());
  }

  private static <T, K> Map<K, Long> count(List<T> things, Function<T, K> kind) {
    return things.stream()
        .collect(Collectors.groupingBy(kind, TreeMap::new, Collectors.counting()));
  }
}
