// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import java.util.ArrayList;
import java.util.List;
import zaqar.store.value.Refusal;

/** Parses the expressions of requests. */
public final class Expressions {
  private Expressions() {}

  /**
   * Parses a condition or a filter.
   *
   * @param what the name of the parameter that it is in
   * @throws Refusal if it is none
   */
  public static Condition condition(String text, String what, Placeholders placeholders) {
    return new ExpressionParser(Tokens.ofExpression(text, what), placeholders).condition();
  }

  /**
   * Parses what a request is to return.
   *
   * @throws Refusal if it is no list of paths, or one of them is in another
   */
  public static Projection projection(String text, Placeholders placeholders) {
    Tokens tokens = Tokens.ofExpression(text, "ProjectionExpression");
    ExpressionParser parser = new ExpressionParser(tokens, placeholders);
    List<Path> paths = new ArrayList<>();
    do {
      paths.add(parser.path());
    } while (tokens.takeSign(","));
    tokens.expectEnd();
    parser.checkOverlaps(paths);
    parser.faults().throwFirst(tokens);
    return new Projection(paths);
  }

  /**
   * Parses an update.
   *
   * @throws Refusal if it is none, or changes something twice
   */
  public static Update update(String text, Placeholders placeholders) {
    return new UpdateParser(Tokens.ofExpression(text, "UpdateExpression"), placeholders).update();
  }
}
