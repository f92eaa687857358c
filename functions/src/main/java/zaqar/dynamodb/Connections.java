// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * The connections to DynamoDB. They can be dropped, and the next call opens others: a snapshot must
 * hold none, since nothing would be at their other end when it is restored.
 */
public final class Connections implements SdkHttpClient {
  private static final int MOST = 128;

  /**
   * How old a connection may be that a call is sent on, by the wall clock. DynamoDB drops what is
   * idle for about 60 s, and NAT gateways what is idle for 350 s. A process that is frozen sees
   * neither, and a post that is sent into the void is a 503, since it is never sent again. An age
   * bounds the idle time of each connection, also of those that only a burst has needed.
   */
  static final Duration LIFE = Duration.ofSeconds(45);

  private final Supplier<SdkHttpClient> way;
  private @Nullable SdkHttpClient open;

  /**
   * Ready to connect within one of these times, to wait for each byte for the other, and to connect
   * anew as soon as a connection is as old as {@code life}.
   */
  Connections(Duration connect, Duration read, Duration life) {
    this(
        () ->
            Apache5HttpClient.builder()
                .maxConnections(MOST)
                .connectionTimeout(connect)
                .socketTimeout(read)
                .connectionTimeToLive(life)
                .build());
  }

  /** Those of another way, such as one to a store in the same process. */
  public Connections(Supplier<SdkHttpClient> way) {
    this.way = way;
    open = way.get();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return current().prepareRequest(request);
  }

  private synchronized SdkHttpClient current() {
    if (open == null) {
      open = way.get();
    }
    return open;
  }

  /** Closes all of them; calls that are under way fail. */
  public synchronized void drop() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  @Override
  public void close() {
    drop();
  }

  @Override
  public String clientName() {
    return "Apache5";
  }
}
