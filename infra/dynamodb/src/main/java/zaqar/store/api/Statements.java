// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import zaqar.store.expression.Condition;
import zaqar.store.expression.Path;
import zaqar.store.partiql.Statement;
import zaqar.store.partiql.StatementParser;
import zaqar.store.partiql.Where;
import zaqar.store.table.Action;
import zaqar.store.table.Effect;
import zaqar.store.table.Index;
import zaqar.store.table.Item;
import zaqar.store.table.KeyQuery;
import zaqar.store.table.KeySchema;
import zaqar.store.table.Store;
import zaqar.store.table.Table;
import zaqar.store.value.Attributes;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;
import zaqar.store.value.ValueJson;

/** ExecuteStatement, BatchExecuteStatement and ExecuteTransaction. */
final class Statements {
  private static final int MOST_IN_BATCH = 25;
  private static final int MOST_IN_TRANSACTION = 100;
  private static final int PAGE = 1 << 20;

  private final Store store;
  private final Transactions transactions;

  Statements(Store store, Transactions transactions) {
    this.store = store;
    this.transactions = transactions;
  }

  private static Statement parse(Call call) {
    List<Value> parameters = new ArrayList<>();
    for (Call parameter : call.parts("Parameters")) {
      parameters.add(ValueJson.readValue(parameter.json()));
    }
    return StatementParser.parse(call.required("Statement"), parameters);
  }

  ObjectNode executeStatement(Call call) {
    new Constraints(call).required("Statement").capacity().throwAny();
    Statement statement = parse(call);
    Capacity capacity = call.capacity();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (statement instanceof Statement.Select select) {
      select(call, select, answer, capacity);
    } else {
      ArrayNode items = answer.putArray("Items");
      write(call, statement, capacity).ifPresent(item -> items.addPOJO(new Attributes(item)));
    }
    capacity.putOne(answer);
    return answer;
  }

  ObjectNode batchExecuteStatement(Call call) {
    List<Call> statements = call.parts("Statements");
    if (statements.isEmpty() || statements.size() > MOST_IN_BATCH) {
      throw count("statements", statements, MOST_IN_BATCH);
    }
    return store.inOneAnswer(() -> each(call, statements));
  }

  private ObjectNode each(Call call, List<Call> statements) {
    Capacity capacity = call.capacity();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode responses = answer.putArray("Responses");
    for (Call each : statements) {
      ObjectNode response = responses.addObject();
      try {
        Statement statement = parse(each);
        response.put("TableName", statement.table());
        one(each, statement, capacity).ifPresent(item -> Call.put(response, "Item", item));
      } catch (Refusal e) {
        Refusal.Reason reason = Refusal.Reason.of(e);
        ObjectNode error = response.putObject("Error");
        error.put("Code", code(reason.code())).put("Message", reason.message());
        if (!reason.item().isEmpty()) {
          Call.put(error, "Item", reason.item());
        }
      }
    }
    capacity.putAll(answer);
    return answer;
  }

  /** The errors of batches have names without an end. */
  private static String code(String code) {
    return code.replaceFirst("Exception$", "")
        .replace("ResourceNotFoundException", "ResourceNotFound");
  }

  private static Refusal count(String path, List<Call> statements, int most) {
    return Refusal.invalid(
        "1 validation error detected: Value '"
            + statements.stream().map(Call::json).toList()
            + "' at '"
            + path
            + "' failed to satisfy constraint: Member must have length "
            + (statements.isEmpty()
                ? "greater than or equal to 1"
                : "less than or equal to " + most));
  }

  private Optional<Map<String, Value>> one(Call call, Statement statement, Capacity capacity) {
    return statement instanceof Statement.Select select
        ? item(call, select, capacity)
        : write(call, statement, capacity);
  }

  private Optional<Map<String, Value>> item(Call call, Statement.Select select, Capacity capacity) {
    Table table = store.table(select.table());
    KeySchema keys = table.definition().keys();
    Where where = Where.of(select.condition().orElseThrow(Statements::noKey), keys);
    Map<String, Value> key = where.key(keys);
    boolean isConsistent = call.flag("ConsistentRead");
    Optional<Item> item = store.get(table, key, isConsistent);
    capacity.read(table, null, item.map(Item::size).orElse(0), isConsistent);
    return item.map(Item::attributes)
        .filter(each -> where.rest().isEmpty() || where.rest().get().holds(each))
        .map(each -> selected(each, select.paths()));
  }

  private static Refusal noKey() {
    return Refusal.invalid(
        "Select statements within BatchExecuteStatement must specify the"
            + " primary key in the where clause.");
  }

  private static Map<String, Value> selected(Map<String, Value> item, List<Path> paths) {
    if (paths.isEmpty()) {
      return item;
    }
    Map<String, Value> selected = new LinkedHashMap<>();
    for (Path path : paths) {
      Value value = path.in(item);
      if (value != null) {
        selected.put(name(path), value);
      }
    }
    return selected;
  }

  /** What is inside of something comes back by its own name. */
  private static String name(Path path) {
    return path.steps().reversed().stream()
        .filter(Path.Step.Name.class::isInstance)
        .map(Path.Step::toString)
        .findFirst()
        .orElse(path.attribute());
  }

  private void select(Call call, Statement.Select select, ObjectNode answer, Capacity capacity) {
    Table table = store.table(select.table());
    Optional<Index> index = select.index().map(table::index);
    Optional<Map<String, Value>> after = after(call);
    Iterator<Item> items = items(table, index, select, after);
    int limit = call.number("Limit").orElse(Integer.MAX_VALUE);
    ArrayNode found = answer.putArray("Items");
    int scanned = 0;
    int bytes = 0;
    @Nullable Item last = null;
    while (scanned < limit && bytes < PAGE && items.hasNext()) {
      last = items.next();
      bytes += last.size();
      scanned++;
      Map<String, Value> item = last.attributes();
      if (select.condition().isEmpty() || select.condition().get().holds(item)) {
        found.addPOJO(new Attributes(selected(item, select.paths())));
      }
    }
    if (last != null && items.hasNext()) {
      Map<String, Value> key = new LinkedHashMap<>(table.definition().keys().of(last.attributes()));
      Map<String, Value> attributes = last.attributes();
      index.ifPresent(it -> key.putAll(it.keys().of(attributes)));
      answer.put("NextToken", token(key));
    }
    capacity.read(table, index.map(Index::name).orElse(null), bytes, call.flag("ConsistentRead"));
  }

  private static Iterator<Item> items(
      Table table,
      Optional<Index> index,
      Statement.Select select,
      Optional<Map<String, Value>> after) {
    KeySchema keys = index.map(Index::keys).orElse(table.definition().keys());
    @Nullable Value partition =
        select
            .condition()
            .map(condition -> Where.of(condition, keys).keys().get(keys.partition().name()))
            .orElse(null);
    if (partition == null) {
      return index.isPresent()
          ? table.scan(index.get(), Table.Segment.WHOLE, after)
          : table.scan(Table.Segment.WHOLE, after);
    }
    KeyQuery query = query(select, keys, partition);
    return index.isPresent()
        ? table.query(index.get(), query, !select.isDescending(), after)
        : table.query(query, !select.isDescending(), after);
  }

  private static KeyQuery query(Statement.Select select, KeySchema keys, Value partition) {
    try {
      return KeyQuery.of(select.condition().orElseThrow(), keys);
    } catch (Refusal morethanKeys) {
      return KeyQuery.of(partition);
    }
  }

  private static String token(Map<String, Value> key) {
    byte[] json = ValueJson.write(key).toString().getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().encodeToString(json);
  }

  private static Optional<Map<String, Value>> after(Call call) {
    String token = call.text("NextToken");
    if (token == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ValueJson.read(Protocol.parse(Base64.getUrlDecoder().decode(token))));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("NextToken does not match request");
    }
  }

  /** Carries out a statement that writes; returns what it wants returned. */
  private Optional<Map<String, Value>> write(Call call, Statement statement, Capacity capacity) {
    Action action = action(call, statement);
    try {
      Effect effect = store.write(action);
      capacity.write(effect);
      return returned(statement, effect, action);
    } catch (Refusal e) {
      throw statement instanceof Statement.Insert && isConditionFailed(e) ? duplicate() : e;
    }
  }

  private static boolean isConditionFailed(Refusal refusal) {
    return refusal.type().equals("ConditionalCheckFailedException");
  }

  private static Refusal duplicate() {
    return Refusal.of("DuplicateItemException", "Duplicate primary key exists in table");
  }

  private static Optional<Map<String, Value>> returned(
      Statement statement, Effect effect, Action action) {
    Optional<String> returning =
        switch (statement) {
          case Statement.Change change -> change.returning();
          case Statement.Delete delete -> delete.returning();
          case Statement.Select select -> Optional.empty();
          case Statement.Insert insert -> Optional.empty();
          case Statement.Exists exists -> Optional.empty();
        };
    return returning
        .flatMap(values -> Writes.returned(values, effect, action))
        .filter(item -> !item.isEmpty());
  }

  private Action action(Call call, Statement statement) {
    KeySchema keys = store.table(statement.table()).definition().keys();
    boolean returnsStanding = call.is("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
    Condition exists = new Condition.Exists(Path.of(keys.partition().name()));
    return switch (statement) {
      case Statement.Insert insert ->
          new Action(
              insert.table(),
              insert.item(),
              new Action.Kind.Put(),
              Optional.of(new Condition.Not(exists)),
              false);
      case Statement.Change change -> {
        Where where = Where.of(change.condition(), keys);
        yield new Action(
            change.table(),
            where.key(keys),
            new Action.Kind.Change(change.update()),
            Optional.of(
                where
                    .rest()
                    .<Condition>map(rest -> new Condition.And(exists, rest))
                    .orElse(exists)),
            returnsStanding);
      }
      case Statement.Delete delete -> {
        Where where = Where.of(delete.condition(), keys);
        yield new Action(
            delete.table(),
            where.key(keys),
            new Action.Kind.Delete(),
            where.rest().map(rest -> new Condition.Or(new Condition.Not(exists), rest)),
            returnsStanding);
      }
      case Statement.Exists check -> {
        Where where = Where.of(check.condition(), keys);
        yield new Action(
            check.table(),
            where.key(keys),
            new Action.Kind.Check(),
            Optional.of(
                where
                    .rest()
                    .<Condition>map(rest -> new Condition.And(exists, rest))
                    .orElse(exists)),
            returnsStanding);
      }
      case Statement.Select select ->
          throw Refusal.invalid("A transaction reads or writes, and does not do both");
    };
  }

  ObjectNode executeTransaction(Call call) {
    List<Call> statements = call.parts("TransactStatements");
    if (statements.isEmpty() || statements.size() > MOST_IN_TRANSACTION) {
      throw count("transactStatements", statements, MOST_IN_TRANSACTION);
    }
    List<Statement> parsed = statements.stream().map(Statements::parse).toList();
    if (parsed.stream().allMatch(Statement.Select.class::isInstance)) {
      return read(call, parsed);
    }
    List<Action> actions = new ArrayList<>();
    for (int i = 0; i < parsed.size(); i++) {
      actions.add(action(statements.get(i), parsed.get(i)));
    }
    try {
      ObjectNode answer = transactions.carryOut(call, "TransactStatements", actions);
      ArrayNode responses = answer.putArray("Responses");
      parsed.forEach(each -> responses.addObject());
      return answer;
    } catch (Refusal e) {
      throw e.reasons().isEmpty() ? e : Refusal.cancelled(withDuplicates(e.reasons(), parsed));
    }
  }

  private static List<Refusal.Reason> withDuplicates(
      List<Refusal.Reason> reasons, List<Statement> statements) {
    List<Refusal.Reason> named = new ArrayList<>(reasons);
    for (int i = 0; i < named.size(); i++) {
      if (statements.get(i) instanceof Statement.Insert
          && named.get(i).code().equals("ConditionalCheckFailed")) {
        named.set(i, Refusal.Reason.of(duplicate()));
      }
    }
    return named;
  }

  private ObjectNode read(Call call, List<Statement> statements) {
    List<Map.Entry<Table, Map<String, Value>>> keys = new ArrayList<>();
    for (Statement statement : statements) {
      Statement.Select select = (Statement.Select) statement;
      Table table = store.table(select.table());
      KeySchema schema = table.definition().keys();
      Where where = Where.of(select.condition().orElseThrow(Statements::noKey), schema);
      keys.add(Map.entry(table, where.key(schema)));
    }
    List<Optional<Item>> items = store.get(keys);
    Capacity capacity = call.capacity().ofTransaction();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode responses = answer.putArray("Responses");
    for (int i = 0; i < items.size(); i++) {
      ObjectNode response = responses.addObject();
      List<Path> paths = ((Statement.Select) statements.get(i)).paths();
      items
          .get(i)
          .ifPresent(item -> Call.put(response, "Item", selected(item.attributes(), paths)));
      capacity.read(keys.get(i).getKey(), null, items.get(i).map(Item::size).orElse(0), true);
    }
    capacity.putAll(answer);
    return answer;
  }
}
