// SPDX-License-Identifier: Apache-2.0
package zaqar.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import zaqar.store.api.Api;
import zaqar.store.api.Protocol;
import zaqar.store.http.Endpoint;
import zaqar.store.table.Store;

/** The store alone, for whoever wants to try its endpoint. */
public final class Main {
  private Main() {}

  /**
   * Listens until it is stopped, on a port, or else on any free one; data are kept in a folder, or
   * else in memory.
   */
  public static void main(String[] arguments) throws IOException {
    int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
    Clock clock = Clock.systemUTC();
    Store store =
        arguments.length < 2 ? new Store(clock) : Store.onDisk(clock, Path.of(arguments[1]), false);
    Endpoint endpoint = Endpoint.open(new Protocol(new Api(store), clock), port);
    System.out.println("DynamoDB's API is at " + endpoint.uri());
  }
}
