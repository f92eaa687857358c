// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import zaqar.check.history.Event;

/** What a history tells of one queue, for the rules to judge. */
final class Facts {
  private final List<Event> events;
  private final List<Act> acts;
  private final Tolerance tolerance;
  private final Holds holds;
  private final Lives lives;
  private final Removals removals;
  private final Delays delays;
  private final List<Session> sessions;
  private final List<Absence> absences;
  private final Set<Life> lost;
  private final boolean isInOneOrder;
  private final long longestGrace;

  /** Takes events in the order of their starts. */
  Facts(List<Event> events, Tolerance tolerance) {
    this.events = List.copyOf(events);
    acts = events.stream().map(Acts::read).toList();
    this.tolerance = tolerance;
    holds = new Holds(acts, tolerance);
    lives = new Lives(acts, holds);
    removals = new Removals(acts, lives, tolerance, isMentioned("_dead_letter_queue"));
    delays = new Delays(acts);
    isInOneOrder = tolerance.oneOrder() && !isMentioned("_shards");
    longestGrace = acts.stream().mapToLong(Facts::grace).max().orElse(0);
    sessions = Session.all(acts);
    absences = Absence.all(this);
    lost = Absence.lost(absences);
  }

  private static long grace(Act act) {
    return switch (act) {
      case Act.Claim claim -> claim.grace();
      case Act.Renewal renewal -> renewal.grace();
      default -> 0;
    };
  }

  private boolean isMentioned(String key) {
    return of(Act.Setup.class).stream()
        .anyMatch(setup -> setup.metadata().toString().contains(key));
  }

  List<Event> events() {
    return events;
  }

  List<Act> acts() {
    return acts;
  }

  /** All acts of a kind, in the order of their starts. */
  <T extends Act> List<T> of(Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Act act : acts) {
      if (kind.isInstance(act)) {
        found.add(kind.cast(act));
      }
    }
    return found;
  }

  Tolerance tolerance() {
    return tolerance;
  }

  Holds holds() {
    return holds;
  }

  Lives lives() {
    return lives;
  }

  Removals removals() {
    return removals;
  }

  Delays delays() {
    return delays;
  }

  List<Session> sessions() {
    return sessions;
  }

  /** Where acknowledged messages were not seen, though nothing hid them. */
  List<Absence> absences() {
    return absences;
  }

  /** Messages that vanished without anybody who may have removed them. */
  Set<Life> lost() {
    return lost;
  }

  /** For how long a claim may have let messages live after its end. */
  long longestGrace() {
    return longestGrace;
  }

  /** Whether the messages of different producers have an order, too. */
  boolean isInOneOrder() {
    return isInOneOrder;
  }

  /**
   * Whether a reader's filters may have hidden a message at any time of the session before this
   * one: what was over when he began hides nothing from him.
   */
  boolean mayBeHidden(Life life, Session session, long until) {
    Filter filter = session.filter();
    return (!filter.echo() && life.isBy(session.client()))
        || (!filter.includeDelayed() && mayBeDelayed(life, session.start()))
        || (!filter.includeClaimed() && mayBeClaimed(life, session.start(), until));
  }

  private boolean mayBeDelayed(Life life, long from) {
    long delay = delays.possible(life);
    return delay > 0 && life.acknowledged() + delay + tolerance.lapse().toNanos() > from;
  }

  private boolean mayBeClaimed(Life life, long from, long until) {
    return life.holds().stream()
            .filter(hold -> hold.claim().start() < until)
            .anyMatch(hold -> hold.backBy(tolerance.lapse()) > from)
        || holds.mayBeBlind(Math.max(life.begun(), from), until);
  }
}
