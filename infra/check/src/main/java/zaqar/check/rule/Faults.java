// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import zaqar.check.history.Event;
import zaqar.check.rule.Violation.Kind;
import zaqar.check.wire.Answer;

/**
 * Answers that the API does not have, or not for what was asked. Whether a refusal was right is
 * looked at only where that is certain: posts, claims, pops, lists and purges are never refused, a
 * renewal is not while the claim surely holds something, and a delete by claim not while the claim
 * surely holds that message. Deleting without a claim, and what becomes of metadata, is not judged.
 */
final class Faults implements Rule {
  private static final int FAULT = 500;
  private static final int UNAVAILABLE = 503;

  @Override
  public void check(Facts facts, Consumer<Violation> violations) {
    for (Event event : facts.events()) {
      if (!Acts.isUnderstood(event)) {
        violations.accept(new Violation(Kind.FAULT, "the answer is no document", List.of(event)));
      }
    }
    for (Act act : facts.acts()) {
      Answer answer = act.event().answer();
      if (answer != null) {
        fault(facts, act, answer)
            .ifPresent(
                text ->
                    violations.accept(
                        Rule.violation(Kind.FAULT, answer.status() + ": " + text, act)));
      }
    }
  }

  private static Optional<String> fault(Facts facts, Act act, Answer answer) {
    int status = answer.status();
    if (status == UNAVAILABLE) {
      return when(!isExplained(answer.json()), "it has no title and description");
    }
    if (status >= FAULT || status == 429) {
      return Optional.of("no client knows this status");
    }
    if (answer.succeeded()) {
      return when(!isExpected(act, status), "not the success that was asked for");
    }
    return when(isSurelyRight(facts, act), "the request was right");
  }

  private static Optional<String> when(boolean condition, String text) {
    return condition ? Optional.of(text) : Optional.empty();
  }

  private static boolean isExplained(JsonNode body) {
    return body.path("title").isTextual() && body.path("description").isTextual();
  }

  private static boolean isExpected(Act act, int status) {
    return switch (act) {
      case Act.Post post -> status == 201 && post.ids().size() == post.drafts().size();
      case Act.Claim claim -> status == (claim.id().isEmpty() ? 204 : 201) && isBounded(claim);
      case Act.Pop pop -> status == 200 && isBounded(pop);
      case Act.Page page -> status == 200 && isRight(page);
      case Act.Look look -> status == 200;
      case Act.Renewal renewal -> status == 204;
      case Act.Release release -> status == 204;
      case Act.Deletion deletion -> status == 204;
      case Act.Clearing clearing -> status == 204;
      case Act.Setup setup -> true;
      case Act.Other other -> true;
    };
  }

  private static boolean isRight(Act.Page page) {
    boolean goesOn = page.messages().isEmpty() || !page.next().isEmpty();
    return goesOn && page.messages().size() <= page.limit();
  }

  private static boolean isBounded(Act.Take take) {
    return take.messages().size() <= take.limit();
  }

  private static boolean isSurelyRight(Facts facts, Act act) {
    return switch (act) {
      case Act.Post post -> true;
      case Act.Take take -> true;
      case Act.Page page -> true;
      case Act.Release release -> true;
      case Act.Clearing clearing -> true;
      case Act.Renewal renewal -> isSurelyHeld(facts, renewal);
      case Act.Deletion deletion -> isSurelyHeld(facts, deletion);
      case Act.Look look -> false;
      case Act.Setup setup -> false;
      case Act.Other other -> false;
    };
  }

  private static boolean isSurelyHeld(Facts facts, Act.Renewal renewal) {
    return facts.holds().told().stream()
        .filter(hold -> hold.claim().id().equals(renewal.claim()))
        .filter(hold -> hold.surelyHolds(renewal.start(), renewal.end()))
        .flatMap(hold -> facts.lives().in(hold.claim()).stream())
        .anyMatch(life -> life.surelyThere() > renewal.end());
  }

  /** A message that is gone already is no reason to refuse. */
  private static boolean isSurelyHeld(Facts facts, Act.Deletion deletion) {
    return deletion.ids().stream()
        .flatMap(id -> facts.lives().called(id).stream())
        .flatMap(life -> life.holds().stream())
        .filter(hold -> hold.claim().id().equals(deletion.claim()))
        .anyMatch(hold -> hold.surelyHolds(deletion.start(), deletion.end()));
  }
}
