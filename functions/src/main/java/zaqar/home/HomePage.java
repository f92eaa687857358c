// SPDX-License-Identifier: Apache-2.0
package zaqar.home;

import java.util.Map;
import zaqar.http.Response;

/**
 * What a person sees who opens the service's address in a browser: that it is for programs. Where
 * there is a console, this page leads there at once.
 */
final class HomePage {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "text/html; charset=utf-8",
          "Content-Security-Policy",
              "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
          "Vary", "Accept",
          "X-Content-Type-Options", "nosniff");

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Zaqar</title>
      <style>body { font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 45rem; padding: 0 1rem }
      pre { background: #eee; color: #111; overflow: auto; padding: 1rem }</style>
      <h1>Zaqar</h1>
      <p>This is the OpenStack Zaqar v2 messaging API, served by zaqar-lambda VERSION. It is for programs, and has
      no pages but this one. To try it, put this page's address in place of ADDRESS:
      <pre>curl -i ADDRESS/v2/queues/demo -X PUT \\
        -H 'Client-ID: 3381af92-2b9e-11e3-b191-71861300734c' -H 'X-Project-ID: demo'</pre>
      <p>The OpenStack documents have <a href="https://docs.openstack.org/api-ref/message/">the API</a>; the source
      has it in <code>infra/openapi.yaml</code>, and a tour in <code>README.md</code>.
      </html>
      """;

  private static final String TITLE_ELEMENT = "<title>Zaqar</title>\n";
  private static final String TO_CONSOLE =
      "<meta http-equiv=\"refresh\" content=\"0; url=" + ConsoleApi.PATH + "\">\n";

  private HomePage() {}

  static Response show(String version, boolean hasConsole) {
    String page = PAGE.replace("VERSION", version);
    return new Response(
        300, HEADERS, hasConsole ? page.replace(TITLE_ELEMENT, TITLE_ELEMENT + TO_CONSOLE) : page);
  }
}
