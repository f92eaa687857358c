// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zaqar.store.table.Effect;
import zaqar.store.table.Index;
import zaqar.store.table.Table;

/** The units that a request has used, by table and index. */
final class Capacity {
  private static final int BYTES_OF_A_READ = 4096;
  private static final double EVENTUAL = 0.5;
  private static final int TRANSACTION = 2;
  private static final String TABLE = "";

  private final @Nullable String asked;
  private final Map<Table, Used> tables = new LinkedHashMap<>();
  private boolean isTransaction;

  /**
   * Counts what an answer is to tell.
   *
   * @param asked what the request says
   */
  Capacity(@Nullable String asked) {
    this.asked = asked;
  }

  private static final class Used {
    private final Map<String, Double> reads = new LinkedHashMap<>();
    private final Map<String, Double> writes = new LinkedHashMap<>();
  }

  /** Counts everything twice from now on. */
  Capacity ofTransaction() {
    isTransaction = true;
    return this;
  }

  private Used of(Table table) {
    return tables.computeIfAbsent(table, each -> new Used());
  }

  /** Counts what was read of a table, or of an index. */
  void read(Table table, @Nullable String index, int bytes, boolean isConsistent) {
    double units = Math.max(1, (bytes + BYTES_OF_A_READ - 1) / BYTES_OF_A_READ);
    double factor = isTransaction ? TRANSACTION : isConsistent ? 1 : EVENTUAL;
    of(table).reads.merge(index == null ? TABLE : index, units * factor, Double::sum);
  }

  /** Counts a write. */
  void write(Effect effect) {
    int factor = isTransaction ? TRANSACTION : 1;
    Map<String, Double> writes = of(effect.table()).writes;
    writes.merge(TABLE, (double) effect.units() * factor, Double::sum);
    for (Index index : effect.table().definition().indexes()) {
      int units = effect.units(index);
      if (units > 0) {
        writes.merge(index.name(), (double) units * factor, Double::sum);
      }
    }
  }

  private boolean isAsked() {
    return asked != null && !asked.equals("NONE");
  }

  /** Tells of the one table of a request. */
  void putOne(ObjectNode answer) {
    if (isAsked()) {
      tables.forEach((table, used) -> answer.set("ConsumedCapacity", json(table, used)));
    }
  }

  /** Tells of all tables of a request. */
  void putAll(ObjectNode answer) {
    if (isAsked()) {
      ArrayNode all = answer.putArray("ConsumedCapacity");
      tables.forEach((table, used) -> all.add(json(table, used)));
    }
  }

  private ObjectNode json(Table table, Used used) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("TableName", table.definition().name());
    put(json, sum(used.reads), sum(used.writes));
    if ("INDEXES".equals(asked)) {
      put(json.putObject("Table"), at(used.reads, TABLE), at(used.writes, TABLE));
      for (Index index : table.definition().indexes()) {
        String name = index.name();
        if (used.reads.containsKey(name) || used.writes.containsKey(name)) {
          put(
              json.withObjectProperty(
                      index.isGlobal() ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes")
                  .putObject(name),
              at(used.reads, name),
              at(used.writes, name));
        }
      }
    }
    return json;
  }

  private void put(ObjectNode json, double reads, double writes) {
    json.put("CapacityUnits", reads + writes);
    if (isTransaction && reads > 0) {
      json.put("ReadCapacityUnits", reads);
    }
    if (isTransaction && writes > 0) {
      json.put("WriteCapacityUnits", writes);
    }
  }

  private static double at(Map<String, Double> units, String name) {
    return units.getOrDefault(name, 0.0);
  }

  private static double sum(Map<String, Double> units) {
    return units.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
