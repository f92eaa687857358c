// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import zaqar.store.value.Type;
import zaqar.store.value.Value;

/** Parses paths, operands and conditions by recursive descent. */
final class ExpressionParser {
  private static final Map<String, Integer> OPERANDS =
      Map.of(
          "attribute_exists", 1,
          "attribute_not_exists", 1,
          "attribute_type", 2,
          "begins_with", 2,
          "contains", 2,
          "size", 1);
  private static final Map<String, Condition.Comparator> COMPARATORS =
      List.of(Condition.Comparator.values()).stream()
          .collect(Collectors.toMap(Condition.Comparator::sign, each -> each));
  private static final Value UNDEFINED = new Value.Null();

  private final Tokens tokens;
  private final Placeholders placeholders;
  private final Faults faults = new Faults();

  ExpressionParser(Tokens tokens, Placeholders placeholders) {
    this.tokens = tokens;
    this.placeholders = placeholders;
  }

  Faults faults() {
    return faults;
  }

  /** A whole condition. */
  Condition condition() {
    Condition condition = or();
    tokens.expectEnd();
    faults.throwFirst(tokens);
    return condition;
  }

  private Condition or() {
    Condition condition = and();
    while (tokens.takeWord("OR")) {
      condition = new Condition.Or(condition, and());
    }
    return condition;
  }

  private Condition and() {
    Condition condition = not();
    while (tokens.takeWord("AND")) {
      condition = new Condition.And(condition, not());
    }
    return condition;
  }

  private Condition not() {
    return tokens.takeWord("NOT") ? new Condition.Not(not()) : simple();
  }

  private Condition simple() {
    if (tokens.peek().isSign("(") && !isOperandInParentheses()) {
      checkParentheses();
      tokens.take();
      Condition condition = or();
      tokens.expectSign(")");
      return condition;
    }
    Token token = tokens.peek();
    boolean isFunction = token.is(Token.Kind.NAME) && tokens.peek(1).isSign("(");
    if (isFunction && !token.text().equals("size")) {
      return function();
    }
    Operand operand = operand();
    if (tokens.takeWord("BETWEEN")) {
      Operand lower = operand();
      tokens.expectWord("AND");
      return between(operand, lower, operand());
    }
    if (tokens.takeWord("IN")) {
      tokens.expectSign("(");
      return new Condition.In(operand, operands());
    }
    Condition.Comparator comparator = COMPARATORS.get(tokens.peek().text());
    if (comparator == null || !tokens.peek().is(Token.Kind.SIGN)) {
      if (isFunction && isEndOfCondition()) {
        faults.add(Faults.Kind.MISUSE, misuse(token.text()));
        return new Condition.Exists(Path.of(""));
      }
      throw tokens.syntaxError();
    }
    tokens.take();
    Operand other = operand();
    checkDistinct(comparator.sign(), operand, other);
    return new Condition.Comparison(operand, comparator, other);
  }

  private boolean isEndOfCondition() {
    Token next = tokens.peek();
    return next.is(Token.Kind.END) || next.isSign(")") || next.isWord("AND") || next.isWord("OR");
  }

  /** Whether what is in the next parentheses is compared with something. */
  private boolean isOperandInParentheses() {
    int closing = tokens.closing(0);
    Token after = closing < 0 ? tokens.peek() : tokens.peek(closing + 1);
    return (after.is(Token.Kind.SIGN) && COMPARATORS.containsKey(after.text()))
        || after.isWord("BETWEEN")
        || after.isWord("IN");
  }

  private void checkParentheses() {
    if (tokens.peek(1).isSign("(") && tokens.closing(1) + 1 == tokens.closing(0)) {
      faults.add(Faults.Kind.PARENTHESES, "The expression has redundant parentheses;");
    }
  }

  private Condition between(Operand operand, Operand lower, Operand upper) {
    if (lower instanceof Operand.Constant low && upper instanceof Operand.Constant high) {
      String bounds =
          "lower bound operand: AttributeValue: "
              + (shown(low.value()) + ", upper bound operand: AttributeValue: ")
              + shown(high.value());
      if (low.value().type() != high.value().type()) {
        faults.add(
            Faults.Kind.TYPE,
            "The BETWEEN operator requires same data type for lower and upper bounds; " + bounds);
      } else if (Condition.Comparator.GREATER.holds(low.value(), high.value())) {
        faults.add(
            Faults.Kind.TYPE,
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
                + bounds);
      }
    }
    return new Condition.Between(operand, lower, upper);
  }

  static String shown(Value value) {
    String text =
        switch (value) {
          case Value.S s -> s.text();
          case Value.N n -> n.text();
          default -> value.toString();
        };
    return "{" + value.type() + ":" + text + "}";
  }

  private void checkDistinct(String operator, Operand one, Operand other) {
    if (one instanceof Operand.At path && one.equals(other)) {
      faults.add(
          Faults.Kind.DISTINCT,
          "The first operand must be distinct from the remaining operands for this operator or"
              + " function; operator: "
              + (operator + ", first operand: " + path.path()));
    }
  }

  private static String misuse(String function) {
    return "The function is not allowed to be used this way in an expression; function: "
        + function;
  }

  private Condition function() {
    String name = tokens.take().text();
    tokens.expectSign("(");
    List<Operand> arguments = operands();
    Condition nothing = new Condition.Exists(Path.of(""));
    if (!isRightCount(name, arguments.size(), OPERANDS)) {
      return nothing;
    }
    Token next = tokens.peek();
    if (next.is(Token.Kind.SIGN) && COMPARATORS.containsKey(next.text())) {
      faults.add(Faults.Kind.MISUSE, misuse(name));
      tokens.take();
      operand();
      return nothing;
    }
    Operand first = arguments.getFirst();
    if (arguments.size() > 1) {
      checkDistinct(name, first, arguments.get(1));
    }
    return switch (name) {
      case "attribute_exists" -> new Condition.Exists(path(name, first));
      case "attribute_not_exists" -> new Condition.Not(new Condition.Exists(path(name, first)));
      case "attribute_type" -> ofType(first, arguments.get(1));
      case "begins_with" -> {
        arguments.forEach(each -> requireType(name, each, Set.of(Type.S, Type.B)));
        yield new Condition.BeginsWith(first, arguments.get(1));
      }
      default -> new Condition.Contains(first, arguments.get(1));
    };
  }

  boolean isRightCount(String name, int count, Map<String, Integer> functions) {
    Integer expected = functions.get(name);
    if (expected == null) {
      faults.add(Faults.Kind.FUNCTION, "Invalid function name; function: " + name);
    } else if (expected != count) {
      faults.add(
          Faults.Kind.COUNT,
          "Incorrect number of operands for operator or function; operator or function: "
              + (name + ", number of operands: " + count));
    }
    return expected != null && expected == count;
  }

  /** The path that a function must have. */
  Path path(String function, Operand operand) {
    if (operand instanceof Operand.At at) {
      return at.path();
    }
    faults.add(
        Faults.Kind.TYPE,
        "Operator or function requires a document path; operator or function: " + function);
    return Path.of("");
  }

  /** Takes note of a fault if the type is known and is none of these. */
  void requireType(String function, Operand operand, Set<Type> types) {
    Type type = operand.type();
    if (type != null && !types.contains(type)) {
      faults.add(
          Faults.Kind.TYPE,
          "Incorrect operand type for operator or function; operator or function: "
              + (function + ", operand type: " + type));
    }
  }

  private Condition ofType(Operand operand, Operand type) {
    if (!(type instanceof Operand.Constant constant)) {
      faults.add(
          Faults.Kind.TYPE,
          "Incorrect operand type for operator or function; operator or function: attribute_type,"
              + " operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
      return new Condition.OfType(operand, Type.S);
    }
    requireType("attribute_type", type, Set.of(Type.S));
    String name = constant.value() instanceof Value.S s ? s.text() : "";
    for (Type each : Type.values()) {
      if (each.name().equals(name)) {
        return new Condition.OfType(operand, each);
      }
    }
    faults.add(
        Faults.Kind.TYPE,
        "Invalid attribute type name found; type: "
            + (name + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"));
    return new Condition.OfType(operand, Type.S);
  }

  /** Operands up to a parenthesis that closes. */
  List<Operand> operands() {
    List<Operand> operands = new ArrayList<>();
    do {
      operands.add(operand());
    } while (tokens.takeSign(","));
    tokens.expectSign(")");
    return operands;
  }

  /** One operand. */
  Operand operand() {
    Token token = tokens.peek();
    if (token.isSign("(")) {
      checkParentheses();
      tokens.take();
      Operand operand = operand();
      tokens.expectSign(")");
      return operand;
    }
    if (token.is(Token.Kind.VALUE)) {
      return new Operand.Constant(value());
    }
    if (token.is(Token.Kind.NAME) && tokens.peek(1).isSign("(")) {
      tokens.take();
      tokens.take();
      List<Operand> arguments = operands();
      return operandOf(token.text(), arguments);
    }
    return new Operand.At(path());
  }

  private Operand operandOf(String function, List<Operand> arguments) {
    Operand nothing = new Operand.Constant(UNDEFINED);
    if (!isRightCount(function, arguments.size(), OPERANDS)) {
      return nothing;
    }
    if (!function.equals("size")) {
      faults.add(Faults.Kind.MISUSE, misuse(function));
      return nothing;
    }
    Type type = arguments.getFirst().type();
    if (type == Type.N || type == Type.BOOL || type == Type.NULL) {
      requireType(function, arguments.getFirst(), Set.of());
    }
    return new Operand.Size(arguments.getFirst());
  }

  /** A value of the request. */
  Value value() {
    String name = tokens.expect(Token.Kind.VALUE).text();
    @Nullable Value value = placeholders.value(name);
    if (value == null) {
      faults.add(
          Faults.Kind.VALUE,
          "An expression attribute value used in expression is not defined; attribute value: "
              + name);
      return UNDEFINED;
    }
    return value;
  }

  /** Where something is. */
  Path path() {
    String attribute = name();
    List<Path.Step> steps = new ArrayList<>();
    while (true) {
      if (tokens.takeSign(".")) {
        steps.add(new Path.Step.Name(name()));
      } else if (tokens.takeSign("[")) {
        steps.add(new Path.Step.Index(index()));
        tokens.expectSign("]");
      } else {
        return new Path(attribute, steps);
      }
    }
  }

  private int index() {
    String digits = tokens.expect(Token.Kind.NUMBER).text();
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw tokens.fault("List index is not within the allowable range; index: [" + digits + "]");
    }
  }

  private String name() {
    Token token = tokens.peek();
    if (token.is(Token.Kind.ALIAS)) {
      tokens.take();
      @Nullable String name = placeholders.name(token.text());
      if (name == null) {
        faults.add(
            Faults.Kind.NAME,
            "An expression attribute name used in the document path is not defined; attribute name:"
                + (" " + token.text()));
        return "";
      }
      return name;
    }
    tokens.expect(Token.Kind.NAME);
    if (ReservedWords.contain(token.text())) {
      faults.add(
          Faults.Kind.RESERVED,
          "Attribute name is a reserved keyword; reserved keyword: " + token.text());
    }
    return token.text();
  }

  /** Takes note if one of these paths is in another. */
  void checkOverlaps(List<Path> paths) {
    for (int i = 0; i < paths.size(); i++) {
      for (Path other : paths.subList(0, i)) {
        check(other, paths.get(i));
      }
    }
  }

  private void check(Path one, Path two) {
    String both =
        "must remove or rewrite one of these paths; path one: " + one + ", path two: " + two;
    if (one.conflictsWith(two)) {
      faults.add(Faults.Kind.CONFLICT, "Two document paths conflict with each other; " + both);
    } else if (one.overlaps(two)) {
      faults.add(Faults.Kind.OVERLAP, "Two document paths overlap with each other; " + both);
    }
  }
}
