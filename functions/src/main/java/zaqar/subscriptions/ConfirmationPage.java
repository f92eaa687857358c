// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import zaqar.http.Response;

/**
 * The page where people answer who were asked by mail. It is the same for everybody: what it sends
 * is in the link, and it sends nothing before somebody presses a button, as programs follow links
 * in mails, too.
 */
final class ConfirmationPage {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "text/html; charset=utf-8",
          "Content-Security-Policy",
              "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff");

  private ConfirmationPage() {}

  static Response show() {
    try (InputStream page = ConfirmationPage.class.getResourceAsStream("confirm.html")) {
      byte[] html = Objects.requireNonNull(page).readAllBytes();
      return new Response(200, HEADERS, new String(html, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("a resource can always be read", e);
    }
  }
}
