// SPDX-License-Identifier: Apache-2.0
package zaqar.home;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Json;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.names.Sha256;
import zaqar.settings.ConsoleSettings;
import zaqar.settings.JwtSettings;
import zaqar.settings.KeystoneSettings;
import zaqar.settings.Settings;
import zaqar.settings.TokenSettings;

/**
 * The console: a page and the files that it is made of. Everybody may have them; what the page
 * shows it asks of the API, with the token of whoever looks at it.
 */
public final class ConsoleApi {
  static final String PATH = "/console/";

  private static final String PAGE = "index.html";
  private static final List<String> FILES =
      List.of(
          PAGE,
          "icon.svg",
          "page.css",
          "api.js",
          "parts.js",
          "login.js",
          "messages.js",
          "settings.js",
          "queues.js",
          "page.js",
          "vendor/preact.min.js",
          "vendor/hooks.umd.js");
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Settings settings;
  private final ConsoleSettings console;
  private final Map<String, String> headers;
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  /** Serves the console of a service with these settings. */
  public ConsoleApi(Settings settings, ConsoleSettings console) {
    this.settings = settings;
    this.console = console;
    headers =
        Map.of(
            "Cache-Control", "no-cache",
            "Content-Security-Policy", policy(),
            "Cross-Origin-Opener-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff");
  }

  /** The routes of the page, of its files, and of what it has to know before people log in. */
  public Routes routes() {
    Routes routes = new Routes();
    add(routes, "/console", request -> Response.empty(308).with("Location", PATH));
    add(routes, PATH, request -> file(request, PAGE));
    FILES.forEach(name -> add(routes, PATH + name, request -> file(request, name)));
    add(routes, PATH + "login.json", this::login);
    return routes;
  }

  private static void add(Routes routes, String path, Handler handler) {
    routes.resource(path, Filter.none(), new Routes.Methods().on("GET", handler));
  }

  private Response file(Request request, String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    return answer(
        request, Objects.requireNonNull(type), texts.computeIfAbsent(name, ConsoleApi::read));
  }

  private static String read(String name) {
    try (InputStream file = ConsoleApi.class.getResourceAsStream("/zaqar/console/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource can always be read", e);
    }
  }

  /** How people get a token, where the access mode asks for one. */
  private Response login(Request request) {
    ObjectNode document = Json.object().put("admin_mode", settings.adminMode());
    switch (settings.access().tokens()) {
      case TokenSettings.None none -> document.put("mode", "none");
      case TokenSettings.Keys keys -> document.put("mode", "keys");
      case KeystoneSettings keystone ->
          document.put("mode", "keystone").put("tokens", keystone.tokens().toString());
      case JwtSettings jwt -> document.put("mode", "jwt");
    }
    console
        .login()
        .ifPresent(
            login ->
                document
                    .putObject("oidc")
                    .put("client_id", login.clientId())
                    .put("authorize", login.authorizeUrl().toString())
                    .put("token", login.tokenUrl().toString()));
    return answer(request, Response.JSON, Json.write(document));
  }

  private Response answer(Request request, String type, String text) {
    String tag = '"' + Sha256.hex(text).substring(0, 32) + '"';
    boolean isKnown = request.header("If-None-Match").orElse("").contains(tag);
    Response response =
        isKnown ? Response.empty(304) : new Response(200, Map.of("Content-Type", type), text);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    return response.with("ETag", tag);
  }

  /** Nothing but the console's own files, and what hands out tokens. */
  private String policy() {
    List<String> connects = new ArrayList<>(List.of("'self'"));
    if (settings.access().tokens() instanceof KeystoneSettings keystone) {
      connects.add(origin(keystone.url()));
    }
    console.login().ifPresent(login -> connects.add(origin(login.tokenUrl())));
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src " + String.join(" ", connects),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'");
  }

  private static String origin(URI uri) {
    return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
  }
}
