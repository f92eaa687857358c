// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes calls of strangers' servers. Each has a connection that nothing before it has used and
 * nothing after it will; it asks no proxy, keeps no cookie, follows nothing, and tries nothing
 * twice. It reads the head of an answer, within limits, and little more.
 *
 * @param connect how long connecting to one address may take
 * @param silence how long a receiver may say nothing
 */
record WebhookClient(
    AddressGuard guard, TlsSocketStrategy tls, Duration connect, Duration silence) {
  private static final int MOST_OF_AN_ANSWER = 4096;
  private static final Http1Config HEAD_LIMITS =
      Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();

  /** Makes a call over {@code line}; {@code heard} gets the answer as soon as its head is there. */
  void call(
      HttpHost host,
      ClassicHttpRequest request,
      CancellableSocketFactory line,
      Consumer<WebhookAnswer> heard)
      throws IOException {
    CloseableHttpClient client = open(line);
    try {
      ClassicHttpResponse response = client.executeOpen(host, request, null);
      NameValuePair retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
      heard.accept(
          new WebhookAnswer(response.getCode(), retryAfter == null ? null : retryAfter.getValue()));
      HttpEntity rest = response.getEntity();
      if (rest != null) {
        // Lets a short answer end as its sender meant it to.
        rest.getContent().readNBytes(MOST_OF_AN_ANSWER);
      }
    } finally {
      client.close(CloseMode.IMMEDIATE);
    }
  }

  private CloseableHttpClient open(CancellableSocketFactory line) {
    return HttpClientBuilder.create()
        .setConnectionManager(connections(line))
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build())
        .setRoutePlanner(new DefaultRoutePlanner(null))
        .setUserAgent("zaqar-lambda")
        .disableAuthCaching()
        .disableAutomaticRetries()
        .disableConnectionState()
        .disableContentCompression()
        .disableCookieManagement()
        .disableRedirectHandling()
        .build();
  }

  private BasicHttpClientConnectionManager connections(CancellableSocketFactory line) {
    BasicHttpClientConnectionManager connections =
        new BasicHttpClientConnectionManager(
            new DefaultHttpClientConnectionOperator(
                line,
                null,
                new GuardedNames(guard),
                RegistryBuilder.<TlsSocketStrategy>create().register("https", tls).build()),
            ManagedHttpClientConnectionFactory.builder().http1Config(HEAD_LIMITS).build());
    connections.setConnectionConfig(
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(connect))
            .setSocketTimeout(Timeout.of(silence))
            .build());
    return connections;
  }

  /** Leads nowhere but to addresses that the guard lets pass. */
  private record GuardedNames(AddressGuard guard) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      try {
        // The client shows a name beyond ASCII as it is read, which no name server knows.
        return guard.resolve(IDN.toASCII(host));
      } catch (IllegalArgumentException noName) {
        throw new UnknownHostException(host);
      }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
