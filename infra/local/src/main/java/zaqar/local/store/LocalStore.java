package zaqar.local.store;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import zaqar.local.failure.CannotStart;
import zaqar.store.api.Api;
import zaqar.store.api.Protocol;
import zaqar.store.http.Endpoint;
import zaqar.store.http.WithoutSockets;
import zaqar.store.table.Store;

/**
 * The store of this process: its clients need no sockets, and other programs of this machine find
 * it on the loopback. What has expired is looked for again and again, at the cost of one in two
 * hundred of the time.
 */
public final class LocalStore implements AutoCloseable {
  private static final Duration LEAST_REST = Duration.ofSeconds(1);
  private static final int REST_FOR_WORK = 200;

  private final Store store;
  private final Protocol protocol;
  private final Endpoint endpoint;
  private final Thread expiry;

  private LocalStore(Store store, Clock clock) throws IOException {
    this.store = store;
    protocol = new Protocol(new Api(store), clock);
    endpoint = Endpoint.open(protocol, 0);
    expiry = Thread.ofVirtual().name("expiry").start(this::expire);
  }

  /** One whose data is forgotten at the end. */
  public static LocalStore inMemory() {
    Clock clock = Clock.systemUTC();
    try {
      return new LocalStore(new Store(clock), clock);
    } catch (IOException e) {
      throw new CannotStart("the store cannot listen on the loopback: " + e.getMessage(), e);
    }
  }

  private void expire() {
    try {
      while (true) {
        long start = System.nanoTime();
        store.expire(store.clock().instant());
        Duration work = Duration.ofNanos(System.nanoTime() - start);
        Duration rest = work.multipliedBy(REST_FOR_WORK);
        Thread.sleep(rest.compareTo(LEAST_REST) > 0 ? rest : LEAST_REST);
      }
    } catch (InterruptedException theEnd) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where other programs find it. */
  public URI endpoint() {
    return endpoint.uri();
  }

  /** The way of the SDK's clients in this process. */
  public SdkHttpClient way() {
    return new WithoutSockets(protocol);
  }

  @Override
  public void close() {
    expiry.interrupt();
    endpoint.close();
  }
}
