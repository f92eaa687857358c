// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import zaqar.store.value.Type;
import zaqar.store.value.Value;

/** Parses an update expression. */
final class UpdateParser {
  private static final Map<String, Integer> FUNCTIONS =
      Map.of("if_not_exists", 2, "list_append", 2);
  private static final Set<String> SECTIONS = Set.of("SET", "REMOVE", "ADD", "DELETE");
  private static final Set<Type> ADDED = EnumSet.of(Type.N, Type.SS, Type.NS, Type.BS);

  private final Tokens tokens;
  private final ExpressionParser parser;
  private final List<Update.Action> actions = new ArrayList<>();

  UpdateParser(Tokens tokens, Placeholders placeholders) {
    this.tokens = tokens;
    parser = new ExpressionParser(tokens, placeholders);
  }

  Update update() {
    Set<String> seen = new HashSet<>();
    do {
      String section = section();
      if (!seen.add(section)) {
        parser
            .faults()
            .add(
                Faults.Kind.SECTION,
                "The \"" + section + "\" section can only be used once in an update expression;");
      }
      do {
        actions.add(action(section));
      } while (tokens.takeSign(","));
    } while (!tokens.peek().is(Token.Kind.END));
    parser.checkOverlaps(new Update(actions).paths());
    parser.faults().throwFirst(tokens);
    return new Update(actions);
  }

  private String section() {
    String section = tokens.peek().text().toUpperCase(Locale.ROOT);
    if (!SECTIONS.contains(section)) {
      throw tokens.syntaxError();
    }
    tokens.take();
    return section;
  }

  private Update.Action action(String section) {
    Path path = parser.path();
    return switch (section) {
      case "SET" -> {
        tokens.expectSign("=");
        yield new Update.Action.Put(path, sum());
      }
      case "REMOVE" -> new Update.Action.Remove(path);
      case "ADD" -> new Update.Action.Add(path, checked(section, parser.value(), ADDED));
      default ->
          new Update.Action.Delete(
              path, checked(section, parser.value(), EnumSet.of(Type.SS, Type.NS, Type.BS)));
    };
  }

  private Value checked(String operator, Value value, Set<Type> types) {
    if (!types.contains(value.type())) {
      parser
          .faults()
          .add(
              Faults.Kind.OPERATOR,
              "Incorrect operand type for operator or function; operator: "
                  + (operator + ", operand type: " + longName(value.type()))
                  + (", typeSet: ALLOWED_FOR_" + operator + "_OPERAND"));
    }
    return value;
  }

  private static String longName(Type type) {
    return switch (type) {
      case S -> "STRING";
      case N -> "NUMBER";
      case B -> "BINARY";
      case BOOL -> "BOOLEAN";
      case NULL -> "NULL";
      case L -> "LIST";
      case M -> "MAP";
      case SS -> "STRING_SET";
      case NS -> "NUMBER_SET";
      case BS -> "BINARY_SET";
    };
  }

  private Operand sum() {
    Operand first = operand();
    boolean isDifference = tokens.peek().isSign("-");
    if (!isDifference && !tokens.peek().isSign("+")) {
      return first;
    }
    String sign = tokens.take().text();
    Operand second = operand();
    for (Operand each : List.of(first, second)) {
      parser.requireType(sign, each, Set.of(Type.N));
    }
    return new Operand.Sum(first, second, isDifference);
  }

  private Operand operand() {
    Token token = tokens.peek();
    if (token.isSign("(")) {
      tokens.take();
      Operand operand = sum();
      tokens.expectSign(")");
      return operand;
    }
    if (token.is(Token.Kind.NAME) && tokens.peek(1).isSign("(")) {
      tokens.take();
      tokens.take();
      return function(token.text());
    }
    return parser.operand();
  }

  private Operand function(String name) {
    List<Operand> arguments = new ArrayList<>();
    do {
      arguments.add(operand());
    } while (tokens.takeSign(","));
    tokens.expectSign(")");
    if (!parser.isRightCount(name, arguments.size(), FUNCTIONS)) {
      return arguments.getFirst();
    }
    if (name.equals("if_not_exists")) {
      return new Operand.IfNotExists(parser.path(name, arguments.get(0)), arguments.get(1));
    }
    arguments.forEach(each -> parser.requireType(name, each, Set.of(Type.L)));
    return new Operand.ListAppend(arguments.get(0), arguments.get(1));
  }
}
