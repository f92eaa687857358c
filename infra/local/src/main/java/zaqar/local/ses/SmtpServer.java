// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import zaqar.local.failure.CannotStart;

/**
 * An SMTP server, which takes mail without TLS or a login.
 *
 * @param host its name or address
 */
public record SmtpServer(String host, int port) {
  private static final int LAST_PORT = 65_535;

  /** Takes a port that there is. */
  public SmtpServer {
    if (host.isBlank() || port < 1 || port > LAST_PORT) {
      throw wrong(host + ":" + port);
    }
  }

  /**
   * Reads {@code HOST:PORT}.
   *
   * @throws CannotStart if it is something else
   */
  public static SmtpServer parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new SmtpServer(
          text.substring(0, Math.max(colon, 0)), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw wrong(text);
    }
  }

  private static CannotStart wrong(String text) {
    return new CannotStart("an SMTP server is HOST:PORT, not '" + text + "'");
  }
}
