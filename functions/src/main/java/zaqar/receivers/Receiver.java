// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import zaqar.http.Json;

/**
 * Where notifications of a subscription go, and in which form.
 *
 * @param uri an http, https or mailto URI; checked by nobody yet
 * @param options of the subscription
 * @param secrets what webhooks are signed with
 */
public record Receiver(String uri, ObjectNode options, List<String> secrets) {
  private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);

  private static final UrlTarget NOWHERE = new UrlTarget("", -1, false);

  public Receiver {
    secrets = List.copyOf(secrets);
  }

  /**
   * What all URIs have in common that lead to the same receiver: the address of a mail, or a URL
   * without what its server is not sent, or does not tell apart.
   */
  public static String address(String uri) {
    if (MailUri.isMail(uri)) {
      return plainMail(uri).toLowerCase(Locale.ROOT);
    }
    try {
      URI url = new URI(uri);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      UrlTarget site = UrlTarget.of(url).orElse(NOWHERE);
      String host = site.host().toLowerCase(Locale.ROOT);
      int port = site.port() < 0 ? PORTS.getOrDefault(scheme, 0) : site.port();
      String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
      return scheme + "://" + host + ":" + port + path + query;
    } catch (URISyntaxException e) {
      return uri;
    }
  }

  private static String plainMail(String uri) {
    return MailUri.parse(uri).map(mail -> MailUri.SCHEME + mail.address()).orElse(uri);
  }

  /** This one, without what whoever subscribed it wants it to be sent. */
  public Receiver plain() {
    return new Receiver(isMail() ? plainMail(uri) : uri, Json.object(), secrets);
  }

  boolean isMail() {
    return MailUri.isMail(uri);
  }
}
