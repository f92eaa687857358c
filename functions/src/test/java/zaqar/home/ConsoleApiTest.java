// SPDX-License-Identifier: Apache-2.0
package zaqar.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Json;
import zaqar.http.Problem;
import zaqar.http.Requests;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.settings.Settings;
import zaqar.settings.TemplateVariables;

/** The console's files as they are served; infra/local/console/run tries the page itself. */
class ConsoleApiTest {
  private static final Path OWN = Path.of("src", "main", "resources", "zaqar", "console");
  private static final int MOST_OWN_BYTES = 40 * 1024;
  private static final int MOST_GZIPPED_BYTES = 50 * 1024;
  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");
  private static final Routes ROUTES = routes(Map.of());

  private static Routes routes(Map<String, String> changes) {
    Map<String, String> variables = new HashMap<>(TemplateVariables.read());
    List.of("CLIENT_ID", "AUTHORIZE_URL", "TOKEN_URL")
        .forEach(name -> variables.remove("CONSOLE_" + name));
    variables.put("CONSOLE", "true");
    variables.putAll(changes);
    Settings settings = Settings.from(variables);
    return new ConsoleApi(settings, settings.console().orElseThrow()).routes();
  }

  private static Response get(String path) {
    return ROUTES.handle(Requests.of("GET", path));
  }

  static Stream<String> files() {
    return ROUTES.templates().stream().filter(path -> path.matches(".*/[^/]+\\.[a-z]+"));
  }

  @Test
  void page_isHtmlThatRunsNothingButItsOwnFiles() {
    Response page = get("/console/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).startsWith("<!doctype html>").doesNotContain("<style", "style=");
    assertThat(page.headers())
        .containsEntry("Content-Type", "text/html; charset=utf-8")
        .containsEntry("Cache-Control", "no-cache")
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");
  }

  @Test
  void page_namesAllFilesAndNoOther() {
    Matcher links = LINK.matcher(get("/console/").body());

    assertThat(links.results().map(link -> "/console/" + link.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            files()
                .filter(path -> !path.endsWith("index.html") && !path.endsWith(".json"))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("files")
  void file_hasItsTypeAndIsSentOnce(String path) {
    Response file = get(path);
    String tag = file.headers().get("ETag");

    assertThat(file.status()).isEqualTo(200);
    assertThat(file.body()).isNotEmpty();
    assertThat(file.headers().get("Content-Type"))
        .startsWith(
            switch (path.substring(path.lastIndexOf('.'))) {
              case ".js" -> "text/javascript";
              case ".css" -> "text/css";
              case ".svg" -> "image/svg+xml";
              case ".json" -> "application/json";
              default -> "text/html";
            });
    Response again =
        ROUTES.handle(Requests.of("GET", path, Map.of("if-none-match", "W/\"x\", " + tag), ""));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers()).containsEntry("ETag", tag).doesNotContainKey("Content-Type");
  }

  @Test
  void path_withoutItsSlashLeadsToThePage() {
    assertThat(get("/console").status()).isEqualTo(308);
    assertThat(get("/console").headers()).containsEntry("Location", "/console/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/../v2/queues",
        "/console/vendor/../page.js",
        "/console/%2e%2e/page.js",
        "/console/..%2fpage.js",
        "/console//page.js",
        "/console/vendor/",
        "/console/page.js/",
        "/console/PAGE.JS",
        "/zaqar/console/page.js"
      })
  void path_thatIsNoFileOfTheListIsNotThere(String path) {
    assertThatThrownBy(() -> get(path))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(404));
  }

  @Test
  void ownFiles_areSmall() throws IOException {
    try (Stream<Path> files = Files.list(OWN)) {
      assertThat(files.filter(Files::isRegularFile).mapToLong(ConsoleApiTest::size).sum())
          .isLessThan(MOST_OWN_BYTES);
    }
  }

  @Test
  void allFiles_areSmallOnTheWire() {
    assertThat(files().mapToInt(path -> gzipped(get(path).body())).sum())
        .isLessThan(MOST_GZIPPED_BYTES);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int gzipped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }

  @Test
  void login_saysHowPeopleGetIn() {
    assertThat(get("/console/login.json").body())
        .isEqualTo("{\"admin_mode\":false,\"mode\":\"none\"}");
  }

  @Test
  void login_atKeystoneLetsThePageCallIt() {
    Routes routes =
        routes(
            Map.of(
                "AUTH_MODE", "keystone",
                "KEYSTONE_URL", "https://Keystone.example.com:5000/v3",
                "KEYSTONE_CA", ""));
    Response login = routes.handle(Requests.of("GET", "/console/login.json"));

    assertThat(Json.parse(login.body()).path("tokens").textValue())
        .isEqualTo("https://Keystone.example.com:5000/v3/auth/tokens?nocatalog");
    assertThat(login.headers().get("Content-Security-Policy"))
        .contains("connect-src 'self' https://keystone.example.com:5000;");
  }

  @Test
  void login_atAnIssuerLetsThePageFetchTokensThere() {
    Routes routes =
        routes(
            Map.of(
                "AUTH_MODE", "jwt",
                "JWT_AUDIENCE", "zaqar",
                "JWT_JWKS_URL", "",
                "CONSOLE_CLIENT_ID", "console",
                "CONSOLE_AUTHORIZE_URL", "https://issuer.example.com/authorize",
                "CONSOLE_TOKEN_URL", "https://tokens.example.com/token"));
    Response login = routes.handle(Requests.of("GET", "/console/login.json"));

    assertThat(Json.parse(login.body()))
        .isEqualTo(
            Json.parse(
                """
                {"admin_mode": false, "mode": "jwt", "oidc": {
                  "client_id": "console", "authorize": "https://issuer.example.com/authorize",
                  "token": "https://tokens.example.com/token"}}
                """));
    assertThat(login.headers().get("Content-Security-Policy"))
        .contains("connect-src 'self' https://tokens.example.com;");
  }

  @Test
  void homePage_leadsABrowserToTheConsole() {
    assertThat(HomePage.show("1", true).body()).contains("content=\"0; url=/console/\"");
    assertThat(HomePage.show("1", false).body()).doesNotContain("refresh");
  }
}
