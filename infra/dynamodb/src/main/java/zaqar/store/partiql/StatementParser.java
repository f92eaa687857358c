// SPDX-License-Identifier: Apache-2.0
package zaqar.store.partiql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import zaqar.store.expression.Condition;
import zaqar.store.expression.Condition.Comparator;
import zaqar.store.expression.Operand;
import zaqar.store.expression.Path;
import zaqar.store.expression.Token;
import zaqar.store.expression.Tokens;
import zaqar.store.expression.Update;
import zaqar.store.value.Refusal;
import zaqar.store.value.Type;
import zaqar.store.value.Value;

/** Parses one statement by recursive descent. */
public final class StatementParser {
  private static final Map<String, Comparator> COMPARATORS =
      Map.of(
          "=", Comparator.EQUAL,
          "<>", Comparator.UNEQUAL,
          "!=", Comparator.UNEQUAL,
          "<", Comparator.LESS,
          "<=", Comparator.AT_MOST,
          ">", Comparator.GREATER,
          ">=", Comparator.AT_LEAST);

  private final Tokens tokens;
  private final List<Value> parameters;
  private int used;

  private StatementParser(String text, List<Value> parameters) {
    tokens = Tokens.ofStatement(text);
    this.parameters = parameters;
  }

  /**
   * Parses a statement.
   *
   * @param parameters for its question marks
   * @throws Refusal if it is none, or has another number of question marks
   */
  public static Statement parse(String text, List<Value> parameters) {
    StatementParser parser = new StatementParser(text, parameters);
    Statement statement = parser.statement();
    parser.tokens.takeSign(";");
    parser.tokens.expectEnd();
    if (parser.used != parameters.size()) {
      throw Refusal.invalid("Number of parameters in request and statement don't match.");
    }
    return statement;
  }

  private Statement statement() {
    if (tokens.takeWord("SELECT")) {
      return select();
    }
    if (tokens.takeWord("INSERT")) {
      return insert();
    }
    if (tokens.takeWord("UPDATE")) {
      return change();
    }
    if (tokens.takeWord("DELETE")) {
      return delete();
    }
    if (tokens.takeWord("EXISTS")) {
      tokens.expectSign("(");
      tokens.expectWord("SELECT");
      Statement.Select select = select();
      tokens.expectSign(")");
      return new Statement.Exists(
          select.table(), select.condition().orElseThrow(StatementParser::noKey));
    }
    throw tokens.syntaxError();
  }

  private static Refusal noKey() {
    return Refusal.invalid(
        "Where clause does not contain a mandatory equality on all key attributes");
  }

  private Statement.Select select() {
    List<Path> paths = new ArrayList<>();
    if (!tokens.takeSign("*")) {
      do {
        paths.add(path());
      } while (tokens.takeSign(","));
    }
    tokens.expectWord("FROM");
    String table = name();
    Optional<String> index = tokens.takeSign(".") ? Optional.of(name()) : Optional.empty();
    Optional<Condition> condition = tokens.takeWord("WHERE") ? Optional.of(or()) : Optional.empty();
    boolean isDescending = false;
    if (tokens.takeWord("ORDER")) {
      tokens.expectWord("BY");
      path();
      isDescending = tokens.takeWord("DESC");
      if (!isDescending) {
        tokens.takeWord("ASC");
      }
    }
    return new Statement.Select(table, index, paths, condition, isDescending);
  }

  private Statement insert() {
    tokens.expectWord("INTO");
    String table = name();
    tokens.expectWord("VALUE");
    if (value() instanceof Value.M item) {
      return new Statement.Insert(table, item.entries());
    }
    throw tokens.syntaxError();
  }

  private Statement change() {
    String table = name();
    List<Update.Action> actions = new ArrayList<>();
    while (true) {
      if (tokens.takeWord("SET")) {
        do {
          actions.add(set());
        } while (tokens.takeSign(","));
      } else if (tokens.takeWord("REMOVE")) {
        do {
          actions.add(new Update.Action.Remove(path()));
        } while (tokens.takeSign(","));
      } else {
        break;
      }
    }
    if (actions.isEmpty()) {
      throw tokens.syntaxError();
    }
    tokens.expectWord("WHERE");
    Condition condition = or();
    return new Statement.Change(table, new Update(actions), condition, returning());
  }

  private Update.Action set() {
    Path path = path();
    tokens.expectSign("=");
    for (String function : List.of("set_add", "set_delete")) {
      if (tokens.takeWord(function)) {
        tokens.expectSign("(");
        if (!path().equals(path)) {
          throw Refusal.invalid(function + " must be of the attribute that is set");
        }
        tokens.expectSign(",");
        Value change = value();
        tokens.expectSign(")");
        return function.equals("set_add")
            ? new Update.Action.Add(path, change)
            : new Update.Action.Delete(path, change);
      }
    }
    return new Update.Action.Put(path, sum());
  }

  private Statement delete() {
    tokens.expectWord("FROM");
    String table = name();
    tokens.expectWord("WHERE");
    Condition condition = or();
    return new Statement.Delete(table, condition, returning());
  }

  private Optional<String> returning() {
    if (!tokens.takeWord("RETURNING")) {
      return Optional.empty();
    }
    boolean isAll = tokens.takeWord("ALL");
    if (!isAll) {
      tokens.expectWord("MODIFIED");
    }
    boolean isNew = tokens.takeWord("NEW");
    if (!isNew) {
      tokens.expectWord("OLD");
    }
    tokens.expectSign("*");
    return Optional.of((isAll ? "ALL_" : "UPDATED_") + (isNew ? "NEW" : "OLD"));
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
    if (tokens.takeWord("NOT")) {
      return new Condition.Not(not());
    }
    if (tokens.takeSign("(")) {
      Condition condition = or();
      tokens.expectSign(")");
      return condition;
    }
    return simple();
  }

  private Condition simple() {
    for (String function : List.of("begins_with", "contains", "attribute_type")) {
      if (tokens.takeWord(function)) {
        tokens.expectSign("(");
        Operand first = sum();
        tokens.expectSign(",");
        Operand second = sum();
        tokens.expectSign(")");
        return switch (function) {
          case "begins_with" -> new Condition.BeginsWith(first, second);
          case "contains" -> new Condition.Contains(first, second);
          default -> new Condition.OfType(first, type(second));
        };
      }
    }
    Operand operand = sum();
    if (tokens.takeWord("IS")) {
      return is(operand);
    }
    if (tokens.takeWord("BETWEEN")) {
      Operand lower = sum();
      tokens.expectWord("AND");
      return new Condition.Between(operand, lower, sum());
    }
    if (tokens.takeWord("IN")) {
      return new Condition.In(operand, list());
    }
    Comparator comparator = COMPARATORS.get(tokens.peek().text());
    if (comparator == null) {
      throw tokens.syntaxError();
    }
    tokens.take();
    return new Condition.Comparison(operand, comparator, sum());
  }

  private Type type(Operand operand) {
    if (operand instanceof Operand.Constant constant && constant.value() instanceof Value.S name) {
      for (Type type : Type.values()) {
        if (type.name().equals(name.text())) {
          return type;
        }
      }
    }
    throw tokens.syntaxError();
  }

  private Condition is(Operand operand) {
    boolean isNot = tokens.takeWord("NOT");
    if (!(operand instanceof Operand.At at)) {
      throw tokens.syntaxError();
    }
    Condition condition;
    if (tokens.takeWord("MISSING")) {
      condition = new Condition.Not(new Condition.Exists(at.path()));
    } else {
      tokens.expectWord("NULL");
      condition = new Condition.OfType(operand, Type.NULL);
    }
    return isNot ? new Condition.Not(condition) : condition;
  }

  private List<Operand> list() {
    boolean isBracket = tokens.takeSign("[");
    if (!isBracket) {
      tokens.expectSign("(");
    }
    List<Operand> operands = new ArrayList<>();
    do {
      operands.add(sum());
    } while (tokens.takeSign(","));
    tokens.expectSign(isBracket ? "]" : ")");
    return operands;
  }

  private Operand sum() {
    Operand operand = operand();
    while (tokens.peek().text().equals("+") || tokens.peek().text().equals("-")) {
      boolean isDifference = tokens.take().text().equals("-");
      operand = new Operand.Sum(operand, operand(), isDifference);
    }
    return operand;
  }

  private Operand operand() {
    if (tokens.takeWord("size")) {
      tokens.expectSign("(");
      Operand of = sum();
      tokens.expectSign(")");
      return new Operand.Size(of);
    }
    for (String function : List.of("list_append", "if_not_exists")) {
      if (tokens.takeWord(function)) {
        tokens.expectSign("(");
        Operand first = sum();
        tokens.expectSign(",");
        Operand second = sum();
        tokens.expectSign(")");
        if (function.equals("list_append")) {
          return new Operand.ListAppend(first, second);
        }
        if (first instanceof Operand.At at) {
          return new Operand.IfNotExists(at.path(), second);
        }
        throw tokens.syntaxError();
      }
    }
    Token token = tokens.peek();
    boolean isPath =
        token.kind() == Token.Kind.QUOTED
            || (token.kind() == Token.Kind.NAME && !isLiteral(token.text()));
    return isPath ? new Operand.At(path()) : new Operand.Constant(value());
  }

  private static boolean isLiteral(String word) {
    return Set.of("true", "false", "null").contains(word.toLowerCase(Locale.ROOT));
  }

  private Value value() {
    Token token = tokens.peek();
    if (tokens.takeSign("?")) {
      used++;
      if (used > parameters.size()) {
        throw Refusal.invalid("Number of parameters in request and statement don't match.");
      }
      return parameters.get(used - 1);
    }
    if (token.kind() == Token.Kind.STRING) {
      return new Value.S(tokens.take().text());
    }
    if (tokens.takeWord("true")) {
      return new Value.Bool(true);
    }
    if (tokens.takeWord("false")) {
      return new Value.Bool(false);
    }
    if (tokens.takeWord("null")) {
      return new Value.Null();
    }
    if (tokens.takeSign("{")) {
      return map();
    }
    if (tokens.takeSign("[")) {
      return new Value.L(values("]"));
    }
    if (tokens.takeSign("<<")) {
      return set(values(">>"));
    }
    return number();
  }

  private Value number() {
    StringBuilder digits = new StringBuilder();
    if (tokens.takeSign("-")) {
      digits.append('-');
    }
    digits.append(tokens.expect(Token.Kind.NUMBER).text());
    if (tokens.takeSign(".")) {
      digits.append('.').append(tokens.expect(Token.Kind.NUMBER).text());
    }
    return Value.N.parse(digits.toString());
  }

  private Value map() {
    Map<String, Value> entries = new LinkedHashMap<>();
    while (!tokens.takeSign("}")) {
      if (!entries.isEmpty()) {
        tokens.expectSign(",");
      }
      Token name = tokens.take();
      if (name.kind() != Token.Kind.STRING && name.kind() != Token.Kind.QUOTED) {
        throw tokens.syntaxError();
      }
      tokens.expectSign(":");
      entries.put(name.text(), value());
    }
    return new Value.M(entries);
  }

  private List<Value> values(String end) {
    List<Value> values = new ArrayList<>();
    while (!tokens.takeSign(end)) {
      if (!values.isEmpty()) {
        tokens.expectSign(",");
      }
      values.add(value());
    }
    return values;
  }

  private Value set(List<Value> members) {
    Set<String> texts = new LinkedHashSet<>();
    Set<BigDecimal> numbers = new LinkedHashSet<>();
    Set<Value.B> binaries = new LinkedHashSet<>();
    for (Value member : members) {
      switch (member) {
        case Value.S s -> texts.add(s.text());
        case Value.N n -> numbers.add(n.number());
        case Value.B b -> binaries.add(b);
        default -> throw tokens.syntaxError();
      }
    }
    if (texts.size() == members.size() && !members.isEmpty()) {
      return new Value.SS(texts);
    }
    if (numbers.size() == members.size() && !members.isEmpty()) {
      return new Value.NS(numbers);
    }
    if (binaries.size() == members.size() && !members.isEmpty()) {
      return new Value.BS(binaries);
    }
    throw tokens.syntaxError();
  }

  private String name() {
    Token token = tokens.take();
    if (token.kind() != Token.Kind.NAME && token.kind() != Token.Kind.QUOTED) {
      throw tokens.syntaxError();
    }
    return token.text();
  }

  private Path path() {
    String attribute = name();
    List<Path.Step> steps = new ArrayList<>();
    while (true) {
      if (tokens.takeSign(".")) {
        steps.add(new Path.Step.Name(name()));
      } else if (tokens.takeSign("[")) {
        steps.add(step());
        tokens.expectSign("]");
      } else {
        return new Path(attribute, steps);
      }
    }
  }

  private Path.Step step() {
    return tokens.peek().kind() == Token.Kind.STRING
        ? new Path.Step.Name(tokens.take().text())
        : new Path.Step.Index(Integer.parseInt(tokens.expect(Token.Kind.NUMBER).text()));
  }
}
