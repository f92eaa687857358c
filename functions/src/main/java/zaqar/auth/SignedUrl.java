// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import zaqar.http.Json;
import zaqar.names.ProjectId;

/**
 * The requests that a signature allows without a token (contract 10).
 *
 * @param paths each of them includes all paths below it
 * @param methods of HTTP, in upper case
 * @param expires when it ends, in UTC, as it is written in headers
 */
public record SignedUrl(
    List<String> paths, List<String> methods, ProjectId project, String expires) {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  /** The most by which the clocks of the signer and the checker may differ. */
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
    LocalDateTime end = LocalDateTime.ofInstant(expires, ZoneOffset.UTC);
    return new SignedUrl(paths, methods, project, SECONDS.format(end));
  }

  /**
   * The text that is signed. It is a JSON list, so that no part can run into the next one. The
   * original joins the parts by characters that a project's name may contain.
   */
  String text() {
    ArrayNode text = Json.array();
    paths.stream().sorted().forEach(text.addArray()::add);
    methods.stream().sorted().forEach(text.addArray()::add);
    return Json.write(text.add(project.value()).add(expires));
  }

  /** Whether it covers a request, whose path has these segments as it was routed. */
  boolean covers(String method, List<String> segments) {
    return methods.contains(method)
        && paths.stream()
            .map(path -> List.of(path.split("/", -1)))
            .anyMatch(
                covered ->
                    covered.size() <= segments.size()
                        && covered.equals(segments.subList(0, covered.size())));
  }

  /** Whether it has not expired; a {@link java.time.DateTimeException} if its end is no date. */
  boolean isLive(Instant now) {
    return now.isBefore(end());
  }

  /** Whether its end is within the longest life; throws as {@link #isLive}. */
  boolean endsWithin(Duration longest, Instant now) {
    return !end().isAfter(now.plus(longest).plus(LEEWAY));
  }

  private Instant end() {
    return LocalDateTime.parse(expires, SECONDS).toInstant(ZoneOffset.UTC);
  }
}
