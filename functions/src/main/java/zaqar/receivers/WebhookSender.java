// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import zaqar.names.Hops;

/**
 * Posts to webhooks, each time once. Whatever a receiver does, it costs ten seconds and less than a
 * megabyte, and holds nobody up but the caller; connecting may take three seconds of that.
 */
public final class WebhookSender {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration IN_ALL = Duration.ofSeconds(10);

  private final AddressGuard guard;
  private final WebhookClient client;
  private final InstantSource clock;
  private final Executor executor;
  private final Duration inAll;

  /**
   * A sender.
   *
   * @param executor a thread for each call
   */
  public WebhookSender(AddressGuard guard, InstantSource clock, Executor executor) {
    this(guard, clock, executor, DefaultClientTlsStrategy.createDefault(), CONNECT, IN_ALL);
  }

  WebhookSender(
      AddressGuard guard,
      InstantSource clock,
      Executor executor,
      TlsSocketStrategy tls,
      Duration connect,
      Duration inAll) {
    this.guard = guard;
    this.clock = clock;
    this.executor = executor;
    this.inAll = inAll;
    client = new WebhookClient(guard, tls, connect, inAll);
  }

  /**
   * Posts a request, signed, and waits for what becomes of it. An answer counts as soon as its head
   * is there.
   *
   * @param id the same each time that this notification is tried; letters, digits, underscores and
   *     hyphens
   * @param hops by how many deliveries of a Zaqar's it comes there, this one included
   */
  public DeliveryOutcome send(String id, int hops, WebhookRequest request, WebhookSigner signer) {
    if (guard.faultOfForm(request.url()).isPresent()) {
      return new DeliveryOutcome.Refused("URL refused");
    }
    UrlTarget site = UrlTarget.of(URI.create(request.url())).orElseThrow();
    URI uri = site.in(URI.create(request.url()));
    ClassicHttpRequest post = post(id, hops, uri, request, signer);
    HttpHost host = new HttpHost(uri.getScheme(), site.host(), site.port());
    CompletableFuture<DeliveryOutcome> outcome = new CompletableFuture<>();
    CancellableSocketFactory line = new CancellableSocketFactory();
    CompletableFuture<Void> call =
        CompletableFuture.runAsync(() -> call(host, post, line, outcome), executor);
    try {
      call.get(inAll.toMillis(), TimeUnit.MILLISECONDS);
      return outcome.join();
    } catch (TimeoutException e) {
      return outcome.getNow(new DeliveryOutcome.Failed("timed out"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return outcome.getNow(new DeliveryOutcome.Failed("interrupted"));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      line.cut();
    }
  }

  private ClassicHttpRequest post(
      String id, int hops, URI uri, WebhookRequest request, WebhookSigner signer) {
    byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
    ClassicRequestBuilder post =
        ClassicRequestBuilder.post(uri)
            .setEntity(new ByteArrayEntity(body, null))
            .setHeader(HttpHeaders.CONNECTION, "close");
    request.headers().forEach(post::setHeader);
    post.setHeader(Hops.HEADER, Integer.toString(hops));
    signer.headers(id, clock.instant(), body).forEach(post::setHeader);
    return post.build();
  }

  private void call(
      HttpHost host,
      ClassicHttpRequest post,
      CancellableSocketFactory line,
      CompletableFuture<DeliveryOutcome> outcome) {
    try {
      client.call(host, post, line, answer -> outcome.complete(answer.outcome(clock.instant())));
    } catch (IOException | RuntimeException e) {
      outcome.complete(outcome(e));
    }
  }

  /** Of a call that got no answer. The messages of exceptions are not shown to anybody else. */
  private static DeliveryOutcome outcome(Exception fault) {
    return switch (fault) {
      case AddressGuard.RefusedAddress e -> new DeliveryOutcome.Refused("address refused");
      case UnknownHostException e -> new DeliveryOutcome.Failed("unknown host");
      case SocketTimeoutException e -> new DeliveryOutcome.Failed("timed out");
      case ConnectException e -> new DeliveryOutcome.Failed("no connection");
      case NoRouteToHostException e -> new DeliveryOutcome.Failed("no connection");
      case SSLException e -> new DeliveryOutcome.Failed("no TLS");
      case NoHttpResponseException e -> new DeliveryOutcome.Failed("no answer");
      case ClientProtocolException e -> new DeliveryOutcome.Failed("no HTTP");
      case MessageConstraintException e -> new DeliveryOutcome.Failed("no HTTP");
      default -> new DeliveryOutcome.Failed("connection broken");
    };
  }
}
