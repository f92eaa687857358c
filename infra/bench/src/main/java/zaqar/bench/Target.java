// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.net.URI;

/**
 * An endpoint to measure.
 *
 * @param name what the results call it
 * @param url what stands before {@code /v2}
 * @param kind the API that it speaks
 */
public record Target(String name, URI url, Kind kind) {
  private static final String SQS = "sqs+";

  /** An API. */
  public enum Kind {
    ZAQAR,
    SQS
  }

  /**
   * Reads {@code [NAME=]URL}. The name is the host and port if none is given. {@code sqs+} before
   * the URL means a server that speaks the JSON protocol of SQS and checks no signatures.
   *
   * @throws CannotRun if there is no host in it
   */
  public static Target parse(String text) {
    int scheme = text.indexOf("://");
    int equals = text.indexOf('=');
    boolean isNamed = equals > 0 && equals < scheme;
    String address = isNamed ? text.substring(equals + 1) : text;
    Kind kind = address.startsWith(SQS) ? Kind.SQS : Kind.ZAQAR;
    URI url = uri(kind == Kind.SQS ? address.substring(SQS.length()) : address);
    return new Target(isNamed ? text.substring(0, equals) : url.getAuthority(), url, kind);
  }

  private static URI uri(String text) {
    try {
      URI url = URI.create(text.replaceFirst("/$", ""));
      if (url.getHost() != null && ("http".equals(url.getScheme()) || isSecure(url))) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw new CannotRun("no URL: " + text, e);
    }
    throw new CannotRun("no URL of http or https: " + text);
  }

  private static boolean isSecure(URI url) {
    return "https".equals(url.getScheme());
  }

  /** Whether TLS leads to it. */
  boolean isSecure() {
    return isSecure(url);
  }

  /** Where it listens. */
  int port() {
    return url.getPort() >= 0 ? url.getPort() : isSecure() ? 443 : 80;
  }
}
