// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import zaqar.check.rule.Violation.Kind;

/**
 * A message that came before one whose post was answered before its own began, or before one that
 * stood before it in the same post: in one page, in one claim, or in the pages of one session. What
 * a reader's filters may have hidden when he passed may come later, and so may what a batch lacked
 * while its post was under way: stores write batches in parts. Pops are not looked at, nor the
 * order of one worker's claims: what others give back comes late by right.
 */
final class OutOfOrder implements Rule {
  /** A message and what delivered it. */
  private record Place(Life life, Act.Delivery delivery) {}

  /** What has come so far, of messages that have an order. */
  private static final class Latest {
    private @Nullable Place begunLast;
    private final Map<Act.Post, Place> lastOfPost = new HashMap<>();

    /** Something that came before this message and belongs after it, or null. */
    @Nullable Place before(Life life) {
      Place sibling = lastOfPost.get(life.post());
      if (sibling != null && sibling.life().index() > life.index()) {
        return sibling;
      }
      return begunLast != null && life.acknowledged() < begunLast.life().begun() ? begunLast : null;
    }

    /**
     * Notes what came.
     *
     * @param isWhole whether its post was stored as a whole by then
     */
    void add(Place place, boolean isWhole) {
      Life life = place.life();
      Act.Post post = life.post();
      if (post != null) {
        if (isWhole) {
          lastOfPost.merge(post, place, (a, b) -> a.life().index() > b.life().index() ? a : b);
        }
        begunLast =
            begunLast == null || life.begun() > begunLast.life().begun() ? place : begunLast;
      }
    }
  }

  @Override
  public void check(Facts facts, Consumer<Violation> violations) {
    for (Act.Claim claim : facts.of(Act.Claim.class)) {
      checkOne(facts, claim, violations);
    }
    for (Session session : facts.sessions()) {
      checkSession(facts, session, violations);
    }
  }

  private static void checkOne(Facts facts, Act.Delivery delivery, Consumer<Violation> violations) {
    Map<String, Latest> latest = new HashMap<>();
    for (Life life : facts.lives().in(delivery)) {
      if (life.post() != null) {
        Latest line = latest.computeIfAbsent(line(facts, life), key -> new Latest());
        Place before = line.before(life);
        if (before != null) {
          report(life, delivery, before, violations);
        }
        line.add(new Place(life, delivery), true);
      }
    }
  }

  private static void checkSession(Facts facts, Session session, Consumer<Violation> violations) {
    Map<String, Latest> latest = new HashMap<>();
    for (Act.Page page : session.pages()) {
      checkOne(facts, page, violations);
      List<Life> lives = facts.lives().in(page).stream().filter(l -> l.post() != null).toList();
      for (Life life : lives) {
        Latest line = latest.get(line(facts, life));
        Place before = line == null ? null : line.before(life);
        if (before != null && !facts.mayBeHidden(life, session, page.end())) {
          report(life, page, before, violations);
        }
      }
      for (Life life : lives) {
        latest
            .computeIfAbsent(line(facts, life), key -> new Latest())
            .add(new Place(life, page), life.acknowledged() < page.start());
      }
    }
  }

  /** Messages with the same are in one order: those of a client, or all. */
  private static String line(Facts facts, Life life) {
    Act.Post post = life.post();
    return facts.isInOneOrder() || post == null ? "" : post.event().call().client();
  }

  private static void report(
      Life late, Act.Delivery delivery, Place before, Consumer<Violation> violations) {
    violations.accept(
        Rule.violation(
            Kind.OUT_OF_ORDER,
            late + " was posted before " + before.life() + " and came after it",
            late.post(),
            before.life().post(),
            before.delivery(),
            delivery));
  }
}
