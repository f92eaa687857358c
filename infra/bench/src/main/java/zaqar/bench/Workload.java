// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What clients do again and again. */
enum Workload {
  POST_1(Stock.NONE, client -> client.post(1)),
  POST_10(Stock.NONE, client -> client.post(10)),
  POST_20(Stock.NONE, client -> client.post(20)),
  LIST(Stock.KEPT, Client::list),
  CLAIM_DELETE(Stock.CONSUMED, Client::claimAndDeleteEach),
  CLAIM_BULK(Stock.CONSUMED, Client::claimAndDeleteAll),
  POP(Stock.CONSUMED, Client::pop),
  GET(Stock.KEPT, Client::get),
  STATS(Stock.KEPT, Client::stats),
  MIXED(Stock.NONE, Workload::mixed);

  /** The messages that a queue must have before. */
  enum Stock {
    NONE,
    /** They stay. */
    KEPT,
    /** The workload ends when they are gone. */
    CONSUMED
  }

  /** The most messages that one step consumes. */
  static final int STEP = 10;

  private final Stock stock;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Step step;

  /** One operation, of one or more requests; it has no state. */
  @FunctionalInterface
  interface Step {
    /** Does it; as {@link Client}'s operations return. */
    int take(Client client) throws IOException;
  }

  Workload(Stock stock, Step step) {
    this.stock = stock;
    this.step = step;
  }

  // A life in short: what comes in goes out again.
  private static int mixed(Client client) throws IOException {
    int posted = client.post(1) + client.post(STEP - 1);
    int listed = client.list();
    int consumed = client.claimAndDeleteEach();
    return Math.min(Math.min(posted, listed), consumed) < 0 ? Client.FAILED : STEP;
  }

  /** What must be there before. */
  Stock stock() {
    return stock;
  }

  /** Does one step. */
  int take(Client client) throws IOException {
    return step.take(client);
  }

  /** Its name on the command line. */
  String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads names with commas between them, or {@code all}.
   *
   * @throws CannotRun if one is unknown
   */
  static List<Workload> parse(String names) {
    return names.equals("all")
        ? List.of(values())
        : Arrays.stream(names.split(",", -1)).map(Workload::named).toList();
  }

  private static Workload named(String name) {
    for (Workload workload : values()) {
      if (workload.option().equals(name)) {
        return workload;
      }
    }
    throw new CannotRun("no workload " + name + "; there are " + options());
  }

  /** The names of all. */
  static String options() {
    return Arrays.stream(values()).map(Workload::option).collect(Collectors.joining(", "));
  }
}
