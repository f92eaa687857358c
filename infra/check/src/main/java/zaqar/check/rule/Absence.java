// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A message that was acknowledged, and not shown where it had to be if it was still there: at the
 * end of an observer's session, or by its id.
 *
 * @param who was not shown it
 * @param proof the act that shows that it was gone, or missed, before its end
 * @param isFresh whether all of the reading came after the message was acknowledged, so that it
 *     cannot have been passed too early
 */
record Absence(Life life, String who, Act proof, boolean isFresh) {
  /** All of them; each message at most once for each session. */
  static List<Absence> all(Facts facts) {
    List<Life> acknowledged =
        facts.lives().all().stream().sorted(Comparator.comparingLong(Life::acknowledged)).toList();
    List<Absence> absences = new ArrayList<>();
    for (Session session : facts.sessions()) {
      if (session.isWhole()) {
        absences.addAll(in(session, acknowledged, facts));
      }
    }
    for (Act.Look look : facts.of(Act.Look.class)) {
      for (String id : look.notFound()) {
        facts.lives().called(id).stream()
            .filter(life -> life.acknowledged() < look.start())
            .forEach(life -> absences.add(new Absence(life, look.event().who(), look, true)));
      }
    }
    return absences;
  }

  private static List<Absence> in(Session session, List<Life> acknowledged, Facts facts) {
    List<Absence> absences = new ArrayList<>();
    Set<Life> delivered = new HashSet<>();
    int next = 0;
    for (Act.Page page : session.pages()) {
      delivered.addAll(facts.lives().in(page));
      while (page.isEnd()
          && next < acknowledged.size()
          && acknowledged.get(next).acknowledged() < page.start()) {
        Life life = acknowledged.get(next++);
        if (!delivered.contains(life)
            && !life.isOver(session.start())
            && !facts.mayBeHidden(life, session, page.end())) {
          boolean isFresh = life.acknowledged() < session.start();
          absences.add(new Absence(life, session.who(), page, isFresh));
        }
      }
    }
    return absences;
  }

  /** Messages that are gone for good, though nobody can have removed them. */
  static Set<Life> lost(List<Absence> absences) {
    Set<Life> lost = new LinkedHashSet<>();
    absences.stream().filter(Absence::isLoss).map(Absence::life).forEach(lost::add);
    return lost;
  }

  boolean isLoss() {
    return isFresh && !isExcused() && !isSeenLater();
  }

  /** Whether something may have removed it by then. */
  boolean isExcused() {
    return life.safe() < proof.end();
  }

  /** Whether nothing but a pop without answer may have removed it by then. */
  boolean isExcusedByPopsAlone() {
    return isExcused() && life.safeFromAllButPops() >= proof.end();
  }

  /** Whether it was shown after that. */
  boolean isSeenLater() {
    Act last = life.last();
    return last != null && last.start() > proof.end();
  }

  /** Whether it was shown after that, though something may have removed it by then. */
  boolean isReturn() {
    Act last = life.last();
    return isExcused() && isSeenLater() && last != null && !life.isOver(last.start());
  }
}
