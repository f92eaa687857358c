package zaqar.store;

import java.io.IOException;
import java.time.Clock;
import zaqar.store.api.Api;
import zaqar.store.api.Protocol;
import zaqar.store.http.Endpoint;
import zaqar.store.table.Store;

/** The store alone, in memory, for whoever wants to try its endpoint. */
public final class Main {
  private Main() {}

  /** Listens on the port that is the only argument, or on any free one, until it is stopped. */
  public static void main(String[] arguments) throws IOException {
    int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
    Clock clock = Clock.systemUTC();
    Store store = new Store(clock);
    Endpoint endpoint = Endpoint.open(new Protocol(new Api(store), clock), port);
    System.out.println("DynamoDB's API is at " + endpoint.uri());
  }
}
