// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import zaqar.http.Json;
import zaqar.names.ProjectId;

/**
 * What whoever has a signature may do without a token (contract 10).
 *
 * @param paths each with all that lies below it
 * @param methods of HTTP, in upper case
 * @param expires when it ends, in UTC, as it is written in headers
 */
public record SignedUrl(
    List<String> paths, List<String> methods, ProjectId project, String expires) {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  /** How far the clocks of who signed it and who is asked may be apart. */
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  public SignedUrl {
    paths = List.copyOf(paths);
    methods = List.copyOf(methods);
  }

  /** For one path and one method. */
  public static SignedUrl of(String path, String method, ProjectId project, Instant expires) {
    return of(List.of(path), List.of(method), project, expires);
  }

  static SignedUrl of(
      List<String> paths, List<String> methods, ProjectId project, Instant expires) {
    return new SignedUrl(paths, methods, project, write(expires));
  }

  private static String write(Instant expires) {
    return SECONDS.format(
        LocalDateTime.ofInstant(expires.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC));
  }

  /**
   * What is signed: a list of JSON, so that no part can be taken for the end of another. The
   * original joins the parts by characters that a project's name may hold.
   */
  String text() {
    ArrayNode text = Json.array();
    fill(text.addArray(), paths);
    fill(text.addArray(), methods);
    return Json.write(text.add(project.value()).add(expires));
  }

  private static void fill(ArrayNode array, List<String> items) {
    items.stream().sorted().forEach(array::add);
  }

  /**
   * Whether it covers a request.
   *
   * @param segments the request's path as it was routed
   */
  boolean covers(String method, List<String> segments) {
    return methods.contains(method)
        && paths.stream()
            .map(path -> List.of(path.split("/", -1)))
            .anyMatch(
                covered ->
                    covered.size() <= segments.size()
                        && covered.equals(segments.subList(0, covered.size())));
  }

  /**
   * Whether it is not over yet.
   *
   * @throws java.time.DateTimeException if its end is no date
   */
  boolean isLive(Instant now) {
    return now.isBefore(end());
  }

  /**
   * Whether its end is no farther off than what is signed may live.
   *
   * @throws java.time.DateTimeException if its end is no date
   */
  boolean endsWithin(Duration longest, Instant now) {
    return !end().isAfter(now.plus(longest).plus(LEEWAY));
  }

  private Instant end() {
    return LocalDateTime.parse(expires, SECONDS).toInstant(ZoneOffset.UTC);
  }
}
