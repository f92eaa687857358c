// SPDX-License-Identifier: Apache-2.0
package zaqar.local.store;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.local.failure.CannotStart;
import zaqar.store.api.Api;
import zaqar.store.api.Operations;
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
  private final Operations operations;
  private final Protocol protocol;
  private final Endpoint endpoint;
  private final Thread expiry;

  private LocalStore(Store store, Clock clock) throws IOException {
    this.store = store;
    operations = new Api(store);
    protocol = new Protocol(operations, clock);
    endpoint = Endpoint.open(protocol, 0);
    expiry = Thread.ofVirtual().name("expiry").start(this::expire);
  }

  /** One whose data is forgotten at the end. */
  public static LocalStore inMemory() {
    Clock clock = Clock.systemUTC();
    return listening(new Store(clock), clock);
  }

  /**
   * One whose data is kept.
   *
   * @param isSynchronous whether what was answered survives the end of the machine, too
   */
  public static LocalStore onDisk(DataFolder folder, boolean isSynchronous) {
    Clock clock = Clock.systemUTC();
    try {
      return listening(Store.onDisk(clock, folder.store(), isSynchronous), clock);
    } catch (IOException e) {
      throw new CannotStart("cannot open the data in " + folder.path() + ": " + e.getMessage(), e);
    }
  }

  private static LocalStore listening(Store store, Clock clock) {
    try {
      return new LocalStore(store, clock);
    } catch (IOException e) {
      store.close();
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

  /** The client that needs no way at all, for who has this process and its clock for his own. */
  public DynamoDbClient client(List<ExecutionInterceptor> interceptors) {
    return new StoreClient(operations, interceptors);
  }

  /** What is in it, for who follows streams. */
  public Store store() {
    return store;
  }

  @Override
  public void close() {
    endpoint.close();
    expiry.interrupt();
    try {
      expiry.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
