// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zaqar.store.expression.Placeholders;
import zaqar.store.expression.Projection;
import zaqar.store.table.Action;
import zaqar.store.table.Effect;
import zaqar.store.table.Item;
import zaqar.store.table.Store;
import zaqar.store.table.Table;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

/** TransactWriteItems and TransactGetItems. */
final class Transactions {
  private static final int MOST = 100;
  private static final int MOST_BYTES = 4 << 20;

  private final Store store;
  private final Tokens tokens = new Tokens();

  Transactions(Store store) {
    this.store = store;
  }

  /** What has been carried out, so that it is not carried out again when it is sent again. */
  private static final class Tokens {
    private static final Duration KEPT = Duration.ofMinutes(10);

    /** Who sends again does so within seconds: nobody misses the rest. */
    private static final int MOST_KEPT = 20_000;

    private final Map<String, Done> done = new LinkedHashMap<>();

    private record Done(int request, Instant time) {}

    /** Whether this was done; it counts as done from now on. */
    synchronized boolean isDone(String token, JsonNode request, Instant now) {
      forget(now);
      Done earlier = done.putIfAbsent(token, new Done(request.hashCode(), now));
      if (earlier != null && earlier.request() != request.hashCode()) {
        throw Refusal.of(
            "IdempotentParameterMismatchException",
            "Request parameters do not match those of an earlier request with the same client"
                + " request token");
      }
      return earlier != null;
    }

    synchronized void undo(String token) {
      done.remove(token);
    }

    private void forget(Instant now) {
      Iterator<Done> oldest = done.values().iterator();
      while (oldest.hasNext()) {
        boolean isOld = oldest.next().time().isBefore(now.minus(KEPT));
        if (!isOld && done.size() <= MOST_KEPT) {
          return;
        }
        oldest.remove();
      }
    }
  }

  ObjectNode transactWriteItems(Call call) {
    List<Call> items = items(call, "TransactItems", "transactItems");
    new Constraints(call).capacity().metrics().throwAny();
    List<Action> actions = items.stream().map(Transactions::action).toList();
    return carryOut(call, "TransactItems", actions);
  }

  /** Carries out a transaction once for each token. */
  ObjectNode carryOut(Call call, String parameter, List<Action> actions) {
    Capacity capacity = call.capacity().ofTransaction();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    requireSize(actions);
    for (Effect effect : effects(call, parameter, actions)) {
      capacity.write(effect);
    }
    capacity.putAll(answer);
    return answer;
  }

  private List<Effect> effects(Call call, String parameter, List<Action> actions) {
    @Nullable String token = call.text("ClientRequestToken");
    if (token == null) {
      return store.write(actions);
    }
    if (tokens.isDone(token, call.json().path(parameter), store.clock().instant())) {
      return List.of();
    }
    try {
      return store.write(actions);
    } catch (RuntimeException e) {
      tokens.undo(token);
      throw e;
    }
  }

  private static void requireSize(List<Action> actions) {
    long bytes = actions.stream().mapToLong(action -> Value.size(action.item())).sum();
    if (bytes > MOST_BYTES) {
      throw Refusal.invalid(
          "Collection size of items in transaction exceeded the maximum allowed size");
    }
  }

  private static List<Call> items(Call call, String parameter, String path) {
    List<Call> items = call.parts(parameter);
    if (items.isEmpty() || items.size() > MOST) {
      Constraints constraints = new Constraints(call);
      constraints.add(
          "["
              + String.join(", ", items.stream().map(item -> item.json().toString()).toList())
              + "]",
          path,
          "Member must have length "
              + (items.isEmpty() ? "greater than or equal to 1" : "less than or equal to " + MOST));
      constraints.throwAny();
    }
    return items;
  }

  private static Action action(Call item) {
    List<Map.Entry<String, JsonNode>> kinds =
        item.json().properties().stream().filter(each -> !each.getValue().isNull()).toList();
    if (kinds.size() != 1) {
      throw Refusal.invalid("TransactItems can only contain one of Check, Put, Update or Delete");
    }
    Call part = new Call(kinds.getFirst().getValue());
    new Constraints(part).tableName(1);
    return switch (kinds.getFirst().getKey()) {
      case "Put" -> Writes.put(part);
      case "Update" -> {
        part.required("UpdateExpression");
        yield Writes.update(part);
      }
      case "Delete" -> Writes.delete(part);
      default -> Writes.check(part, true);
    };
  }

  ObjectNode transactGetItems(Call call) {
    List<Call> items = items(call, "TransactItems", "transactItems");
    new Constraints(call).capacity().throwAny();
    List<Map.Entry<Table, Map<String, Value>>> keys = new ArrayList<>();
    List<Optional<Projection>> projections = new ArrayList<>();
    for (Call item : items) {
      Call get = item.part("Get");
      new Constraints(get).tableName(1);
      Placeholders placeholders = get.placeholders();
      projections.add(get.projection(placeholders));
      placeholders.requireUsed();
      keys.add(Map.entry(store.table(get.required("TableName")), get.attributes("Key")));
    }
    Set<Map.Entry<Table, Map<String, Value>>> distinct = new HashSet<>(keys);
    if (distinct.size() < keys.size()) {
      throw Refusal.invalid("Transaction request cannot include multiple operations on one item");
    }
    List<Optional<Item>> found = store.get(keys);
    Capacity capacity = call.capacity().ofTransaction();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode responses = answer.putArray("Responses");
    for (int i = 0; i < found.size(); i++) {
      Optional<Item> item = found.get(i);
      capacity.read(keys.get(i).getKey(), null, item.map(Item::size).orElse(0), true);
      ObjectNode response = responses.addObject();
      if (item.isPresent()) {
        Map<String, Value> attributes = item.get().attributes();
        Optional<Projection> projection = projections.get(i);
        Call.put(
            response,
            "Item",
            projection.isPresent() ? projection.get().of(attributes) : attributes);
      }
    }
    capacity.putAll(answer);
    return answer;
  }
}
