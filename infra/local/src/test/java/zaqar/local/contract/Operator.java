// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** A caller with the role admin, who removes the flavors and pools that he made in the end. */
final class Operator implements AutoCloseable {
  private final Zaqar zaqar;
  private final MessageTables tables;
  private final Set<String> pools = new LinkedHashSet<>();
  private final Set<String> flavors = new LinkedHashSet<>();
  private final String prefix = "x" + UUID.randomUUID().toString().substring(0, 8) + "-";

  Operator(Zaqar zaqar, MessageTables tables) {
    this.zaqar = zaqar;
    this.tables = tables;
  }

  /** A name that nobody else uses; those of one operator sort by what is given here. */
  String name(String suffix) {
    return prefix + suffix;
  }

  Call call(String method, String path) {
    return zaqar.call(method, path).header("X-Roles", "admin");
  }

  Call get(String path) {
    return call("GET", path);
  }

  Call pool(String method, String name) {
    pools.add(name);
    return call(method, "/v2/pools/" + name);
  }

  Call flavor(String method, String name) {
    flavors.add(name);
    return call(method, "/v2/flavors/" + name);
  }

  /** Makes a pool with a table of its own; {@code more} are further fields. */
  String newPool(String suffix, String more) {
    String name = name(suffix);
    pool("PUT", name).json("{'weight': 1, 'uri': '" + tables.make() + "'" + more + "}").expect(201);
    return name;
  }

  String newPool(String suffix) {
    return newPool(suffix, "");
  }

  JsonNode shownPool(String name) {
    return get("/v2/pools/" + name + "?detailed=true").expect(200).json();
  }

  @Override
  public void close() {
    flavors.forEach(name -> call("DELETE", "/v2/flavors/" + name).expect(204));
    pools.forEach(name -> call("DELETE", "/v2/pools/" + name).expect(204));
  }
}
