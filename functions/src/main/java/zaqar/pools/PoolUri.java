// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import java.util.Optional;
import java.util.regex.Pattern;
import zaqar.dynamodb.ControlTable;

/**
 * Where a pool is: {@code dynamodb://TABLE}, a table in the account and region of this service.
 *
 * @param table its name
 */
public record PoolUri(String table) {
  private static final String SCHEME = ControlTable.uri("");
  private static final Pattern TABLE = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

  public PoolUri {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException("not the name of a table");
    }
  }

  /** Reads a URI as written by {@link #toString}; empty if it is none. */
  static Optional<PoolUri> parse(String text) {
    return text.startsWith(SCHEME)
        ? Optional.of(text.substring(SCHEME.length()))
            .filter(table -> TABLE.matcher(table).matches())
            .map(PoolUri::new)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return ControlTable.uri(table);
  }
}
