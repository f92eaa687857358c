// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Works out from when on each message may be gone, and what surely removed it. A purge and a
 * deletion of the queue surely remove what was acknowledged before they began; what races with them
 * may go or stay.
 */
final class Removals {
  private final Tolerance tolerance;
  private final List<Act.Clearing> clearings = new ArrayList<>();
  private final List<Act.Pop> blindPops = new ArrayList<>();
  private final List<Act.Take> movers = new ArrayList<>();

  /**
   * Works on {@code lives}.
   *
   * @param deadLetters whether claims, and pops in some services, may move messages to another
   *     queue. How many that takes is not looked at: any may have moved any message
   */
  Removals(List<Act> acts, Lives lives, Tolerance tolerance, boolean deadLetters) {
    this.tolerance = tolerance;
    for (Act act : acts) {
      if (!act.mayHaveHappened()) {
        continue;
      }
      if (act instanceof Act.Clearing clearing) {
        clearings.add(clearing);
      } else if (act instanceof Act.Deletion deletion) {
        deletion.ids().forEach(id -> lives.called(id).forEach(life -> remove(life, deletion)));
      } else if (act instanceof Act.Pop pop && pop.event().succeeded()) {
        lives.in(pop).forEach(life -> life.isGone(pop));
      } else if (act instanceof Act.Pop pop) {
        blindPops.add(pop);
      }
      if (act instanceof Act.Take take && deadLetters) {
        movers.add(take);
      }
    }
    lives.all().forEach(this::clear);
  }

  /** Pops of which nobody knows what they removed. */
  List<Act.Pop> blindPops() {
    return blindPops;
  }

  private static void remove(Life life, Act by) {
    if (by.event().succeeded()) {
      life.isGone(by);
    } else {
      life.mayBeGone(by.start());
    }
  }

  private void clear(Life life) {
    Act.Post post = life.post();
    if (post != null) {
      // Whole seconds are what a service may keep.
      life.mayBeGone(post.start() + post.drafts().get(life.index()).ttl() - Times.SECOND);
    }
    for (Act.Clearing clearing : clearings) {
      if (clearing.event().succeeded() && life.acknowledged() < clearing.start()) {
        life.isGone(clearing);
      } else if (canMeet(clearing, life)) {
        life.mayBeGone(clearing.start());
      }
    }
    firstThatMeets(movers, life).ifPresent(life::mayBeGone);
    firstThatMeets(blindPops, life).ifPresent(life::mayBePopped);
  }

  private OptionalLong firstThatMeets(List<? extends Act> inOrder, Life life) {
    return inOrder.stream().filter(act -> canMeet(act, life)).mapToLong(Act::start).findFirst();
  }

  private boolean canMeet(Act act, Life life) {
    return Times.latest(act, tolerance) >= life.begun();
  }
}
