// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import static zaqar.dynamodb.ControlTable.CLOSING;
import static zaqar.dynamodb.ControlTable.FLAVOR;
import static zaqar.dynamodb.ControlTable.OPTIONS;
import static zaqar.dynamodb.ControlTable.POOL;
import static zaqar.dynamodb.ControlTable.SORT;
import static zaqar.dynamodb.ControlTable.URI;
import static zaqar.dynamodb.ControlTable.VERSION;
import static zaqar.dynamodb.ControlTable.WEIGHT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Platform;
import zaqar.http.Json;
import zaqar.settings.Settings;

/**
 * Pools, each with a second item that stands for its table, so that no two have the same; the two
 * change in one transaction. The template's own message table is the pool {@code default}, which is
 * there without an item, too.
 */
final class PoolStore {
  private final ControlItems items;
  private final Pool builtIn;

  PoolStore(Platform platform) {
    items = new ControlItems(platform);
    Settings settings = platform.settings();
    builtIn =
        new Pool(
            "default",
            settings.defaultPoolWeight(),
            new PoolUri(settings.messageTable()),
            Optional.empty(),
            Json.object(),
            false,
            0);
  }

  /** The pool that the template makes; its table is always this one. */
  Pool builtIn() {
    return builtIn;
  }

  Optional<Pool> find(String name) {
    if (!Pool.isName(name)) {
      return Optional.empty();
    }
    Optional<Pool> found = items.find(ControlTable.pool(name)).map(this::read);
    return found.or(() -> Optional.of(builtIn).filter(pool -> pool.name().equals(name)));
  }

  List<Pool> all() {
    return withBuiltIn(items.all(ControlTable.pools()), "").toList();
  }

  /** Up to {@code count} pools with names after {@code marker}, by name. */
  List<Pool> listAfter(String marker, int count) {
    return withBuiltIn(items.listAfter(ControlTable.pools(), marker, count), marker)
        .limit(count)
        .toList();
  }

  private Stream<Pool> withBuiltIn(List<Map<String, AttributeValue>> found, String marker) {
    List<Pool> pools = new ArrayList<>(found.stream().map(this::read).toList());
    if (builtIn.name().compareTo(marker) > 0
        && pools.stream().map(Pool::name).noneMatch(builtIn.name()::equals)) {
      pools.add(builtIn);
    }
    return pools.stream().sorted(Comparator.comparing(Pool::name));
  }

  /** The name of the pool that has a table. */
  Optional<String> holder(PoolUri uri) {
    return uri.equals(builtIn.uri())
        ? Optional.of(builtIn.name())
        : items.find(ControlTable.table(uri.table())).map(item -> Attributes.text(item, POOL));
  }

  boolean holdsQueues(String name) {
    return items.any(ControlTable.queuesIn(name));
  }

  /** Whether any project has a flavor of this name. */
  boolean isFlavor(String flavor) {
    return items.any(ControlTable.projectsWith(flavor));
  }

  /** Writes a new pool; false if another has its name or its table by now. */
  boolean create(Pool pool) {
    return items.commit(List.of(items.putIfAbsent(item(pool)), items.putIfAbsent(place(pool))));
  }

  /**
   * Replaces a pool; false if somebody else has changed it meanwhile, or another has its new table.
   */
  boolean replace(Pool before, Pool after) {
    List<TransactWriteItem> writes = new ArrayList<>(List.of(replacing(before, after)));
    if (!after.uri().equals(before.uri())) {
      writes.add(items.putIfAbsent(place(after)));
      writes.add(items.delete(ControlTable.table(before.uri().table())));
    }
    return items.commit(writes);
  }

  /** The part of a transaction that replaces a pool, if nobody has changed it meanwhile. */
  TransactWriteItem replacing(Pool before, Pool after) {
    return before.version() == 0
        ? items.putIfAbsent(item(after))
        : items.putIfVersion(item(after), before.version());
  }

  /** Deletes a pool; false if somebody else has changed it meanwhile. */
  boolean delete(Pool pool) {
    return items.commit(
        List.of(
            items.deleteIfVersion(ControlTable.pool(pool.name()), pool.version()),
            items.delete(ControlTable.table(pool.uri().table()))));
  }

  private static Map<String, AttributeValue> place(Pool pool) {
    Map<String, AttributeValue> item = new HashMap<>(ControlTable.table(pool.uri().table()));
    item.put(POOL, Attributes.text(pool.name()));
    return item;
  }

  private static Map<String, AttributeValue> item(Pool pool) {
    Map<String, AttributeValue> item = new HashMap<>(ControlTable.pool(pool.name()));
    item.put(WEIGHT, Attributes.number(pool.weight()));
    item.put(URI, Attributes.text(pool.uri().toString()));
    pool.flavor().ifPresent(flavor -> item.put(FLAVOR, Attributes.text(flavor)));
    item.put(OPTIONS, Attributes.text(Json.write(pool.options())));
    item.put(VERSION, Attributes.number(pool.version()));
    if (pool.closing()) {
      item.put(CLOSING, AttributeValue.fromBool(true));
    }
    return item;
  }

  private Pool read(Map<String, AttributeValue> item) {
    String name = Attributes.text(item, SORT);
    return new Pool(
        name,
        Attributes.number(item, WEIGHT),
        name.equals(builtIn.name())
            ? builtIn.uri()
            : PoolUri.parse(Attributes.text(item, URI)).orElseThrow(),
        Optional.ofNullable(item.get(FLAVOR)).map(AttributeValue::s),
        (ObjectNode) Json.parse(Attributes.text(item, OPTIONS)),
        item.containsKey(CLOSING),
        Attributes.number(item, VERSION));
  }
}
