// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Requests;
import zaqar.http.Response;
import zaqar.names.ProjectId;

/** Contract 10.2 and 10.3. */
class SignedUrlsTest {
  private static final String PATH = "/v2/queues/q1/messages";
  private static final UrlSigner SIGNER = new UrlSigner("test_key", Optional.empty());
  private static final SignedUrl URL =
      new SignedUrl(
          List.of(PATH, "/v2/queues/q1/claims"),
          List.of("POST", "GET", "PATCH"),
          new ProjectId("p1"),
          "2030-01-01T00:00:00");

  private static SignedUrls at(String now) {
    return at(now, SIGNER);
  }

  private static SignedUrls at(String now, UrlSigner signer) {
    Clock clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
    return new SignedUrls(signer, Duration.ofDays(30), clock);
  }

  private static Map<String, String> headers() {
    return new TreeMap<>(
        Map.of(
            "x-project-id", "p1",
            "url-paths", "/v2/queues/q1/claims," + PATH,
            "url-methods", "GET,PATCH,POST",
            "url-expires", "2030-01-01T00:00:00",
            "url-signature", SIGNER.sign(URL)));
  }

  private static Response call(SignedUrls urls, Map<String, String> headers) {
    return urls.filter(Requests.of("GET", PATH, headers, ""), request -> Response.noContent());
  }

  private static Response call(String method, String path, Map<String, String> headers) {
    return at("2029-12-31T23:59:59Z")
        .filter(Requests.of(method, path, headers, ""), request -> Response.noContent());
  }

  private static void assertNothingThere(String method, String path, Map<String, String> headers) {
    assertNothingThere(() -> call(method, path, headers));
  }

  private static void assertNothingThere(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
  }

  @Test
  void signature_isThatOfTheFormula() {
    assertThat(SIGNER.sign(URL))
        .isEqualTo("39b2fc254a4256805f3ecd18700175f8794f216bcb171f19fcb2fc958a19fb42");
    assertThat(
            SIGNER.sign(
                SignedUrl.of(
                    "/v2/queues/q1/subscriptions/576256b03990b480617b4063/confirm",
                    "PUT",
                    new ProjectId("p1"),
                    Instant.parse("2030-01-01T00:00:00.999Z"))))
        .isEqualTo("63a8d2f2c93d7c64771dcea4ef9d695f16992cc83fd39e88d6fa44677de4b693");
  }

  /** Some issuers of tokens let their users choose the text of a project. */
  @ParameterizedTest
  @ValueSource(strings = {"\\n", "\n", ",", "\"", "\",\"", "\"],[\"", "\\"})
  void signature_isOfNoOtherSplitOfTheSameText(String separator) {
    SignedUrl url =
        new SignedUrl(
            List.of("/a"),
            List.of("GET"),
            new ProjectId("p" + separator + "q"),
            "2030-01-01T00:00:00");

    assertThat(
            List.of(
                new SignedUrl(
                    List.of("/a"),
                    List.of("GET" + separator + "p"),
                    new ProjectId("q"),
                    url.expires()),
                new SignedUrl(
                    List.of("/a" + separator + "GET"),
                    List.of("p"),
                    new ProjectId("q"),
                    url.expires()),
                new SignedUrl(
                    List.of("/a"),
                    List.of("GET"),
                    new ProjectId("p"),
                    "q" + separator + url.expires()),
                new SignedUrl(
                    List.of("/a", "GET"), List.of(), new ProjectId("p?q"), url.expires())))
        .noneMatch(other -> SIGNER.isSigned(other, SIGNER.sign(url), Optional.empty()));
    assertThat(SIGNER.isSigned(url, SIGNER.sign(url), Optional.empty())).isTrue();
  }

  @Test
  void signature_isOfThatManyPathsAndMethods() {
    ProjectId project = new ProjectId("p1");
    SignedUrl two = new SignedUrl(List.of("/a", "/b"), List.of("GET"), project, "x");
    SignedUrl one = new SignedUrl(List.of("/a,/b"), List.of("GET"), project, "x");
    SignedUrl moved = new SignedUrl(List.of("/a"), List.of("/b", "GET"), project, "x");

    assertThat(List.of(SIGNER.sign(two), SIGNER.sign(one), SIGNER.sign(moved)))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {PATH, PATH + "/some-id", "/v2/queues/q1/claims/c"})
  void request_thatIsCoveredPasses(String path) {
    assertThat(call("GET", path, headers()).status()).isEqualTo(204);
  }

  @Test
  void request_withoutSignaturePasses() {
    assertThat(call("GET", "/v2/queues/other", Map.of()).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /v2/queues/q1/messages",
    "get, /v2/queues/q1/messages",
    "GET, /v2/queues/q1",
    "GET, /v2/queues/q1/messagesque",
    "GET, /v2/queues/q2/messages",
    "GET, /prefix/v2/queues/q1/messages",
    "GET, /v2/queues/q1/subscriptions"
  })
  void request_thatIsNotCoveredFindsNothing(String method, String path) {
    assertNothingThere(method, path, headers());
  }

  @ParameterizedTest
  @CsvSource({
    "url-signature, ''",
    "url-signature, 77d73a9b4cfb988d34427c4aa27ad83e23eb7b850e5b60d7104f73a3f74afb87",
    "x-project-id, p2",
    "x-project-id, ''",
    "url-expires, 2031-01-01T00:00:00",
    "url-expires, never",
    "url-expires, ''",
    "url-methods, 'GET,PATCH,POST,DELETE'",
    "url-methods, ''",
    "url-paths, /v2/queues/q1/messages",
    "url-paths, ''"
  })
  void header_thatIsChangedFindsNothing(String name, String value) {
    Map<String, String> headers = headers();
    headers.put(name, value);

    assertNothingThere("GET", PATH, headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-project-id", "url-paths", "url-methods", "url-expires"})
  void header_thatIsMissingFindsNothing(String name) {
    Map<String, String> headers = headers();
    headers.remove(name);

    assertNothingThere("GET", PATH, headers);
  }

  @Test
  void signature_endsWhenItSays() {
    assertNothingThere(() -> call(at("2030-01-01T00:00:00Z"), headers()));
  }

  @Test
  void signature_whoseEndIsTooFarOffFindsNothing() {
    assertThat(call(at("2029-12-02T00:00:00Z"), headers()).status()).isEqualTo(204);
    assertThat(call(at("2029-12-01T23:59:00Z"), headers()).status()).isEqualTo(204);
    assertNothingThere(() -> call(at("2029-12-01T23:58:59Z"), headers()));
  }

  @Test
  void confirmation_lastsNoLongerThanWhatIsShared() {
    String path = "/v2/queues/q1/subscriptions/576256b03990b480617b4063/confirm";
    Map<String, String> headers = headers();
    headers.putAll(Map.of("url-paths", path, "url-methods", "PUT"));
    headers.put(
        "url-signature", "63a8d2f2c93d7c64771dcea4ef9d695f16992cc83fd39e88d6fa44677de4b693");

    Request confirming = Requests.of("PUT", path, headers, "");

    assertThat(
            at("2029-12-01T23:59:00Z").filter(confirming, request -> Response.noContent()).status())
        .isEqualTo(204);
    assertNothingThere(
        () -> at("2020-01-01T00:00:00Z").filter(confirming, request -> Response.noContent()));
  }

  @Test
  void signature_ofThePreviousKeyIsTakenAndNothingNewIsSignedWithIt() {
    UrlSigner next = new UrlSigner("next_key", Optional.of("test_key"));
    UrlSigner overNext = new UrlSigner("over_next_key", Optional.of("next_key"));

    assertThat(call(at("2029-12-31T00:00:00Z", next), headers()).status()).isEqualTo(204);
    assertNothingThere(() -> call(at("2029-12-31T00:00:00Z", overNext), headers()));
    assertThat(next.sign(URL)).isEqualTo(new UrlSigner("next_key", Optional.empty()).sign(URL));
    assertThat(next.keyId()).isNotEqualTo(SIGNER.keyId()).matches("[0-9a-f]{16}");
  }

  @Test
  void keyId_picksTheKey() {
    SignedUrls urls = at("2029-12-31T00:00:00Z", new UrlSigner("new", Optional.of("test_key")));
    Map<String, String> headers = headers();

    headers.put("url-key-id", SIGNER.keyId());
    assertThat(call(urls, headers).status()).isEqualTo(204);
    headers.put("url-key-id", new UrlSigner("new", Optional.empty()).keyId());
    assertNothingThere(() -> call(urls, headers));
    headers.put("url-key-id", "");
    assertNothingThere(() -> call(urls, headers));
  }

  /** What the gateway has decoded is the value of a variable, and no path. */
  @ParameterizedTest
  @CsvSource({
    "q1/messages, x",
    "q1/messages/../../q2, x",
    "q2/../q1, x",
    "Q1, x",
    "q1/, x",
    "'', x",
    "q2, ../../q1/messages"
  })
  void value_isOneSegmentWhateverItHolds(String queue, String message) {
    Request request =
        Requests.routed(
            "GET",
            "/v2/queues/{queue_name}/messages/{message_id}",
            Map.of("queue_name", queue, "message_id", message),
            headers());

    assertNothingThere(
        () -> at("2029-12-31T00:00:00Z").filter(request, passed -> Response.noContent()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "..", "../../q2/messages", "%2e%2e"})
  void value_belowACoveredPathIsCovered(String message) {
    Request request =
        Requests.routed(
            "GET",
            "/v2/queues/{queue_name}/messages/{message_id}",
            Map.of("queue_name", "q1", "message_id", message),
            headers());

    Response response = at("2029-12-31T00:00:00Z").filter(request, passed -> Response.noContent());

    assertThat(response.status()).isEqualTo(204);
  }

  @Test
  void date_thatIsSignedButNoneFindsNothing() {
    SignedUrl url = new SignedUrl(List.of(PATH), List.of("GET"), new ProjectId("p1"), "soon");
    assertNothingThere(
        "GET",
        PATH,
        Map.of(
            "x-project-id", "p1",
            "url-paths", PATH,
            "url-methods", "GET",
            "url-expires", "soon",
            "url-signature", SIGNER.sign(url)));
  }
}
