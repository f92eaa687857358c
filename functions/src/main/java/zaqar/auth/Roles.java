// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import zaqar.http.Filter;
import zaqar.http.Problem;
import zaqar.http.Request;

/**
 * Checks what callers may do by their roles (contract 2.1, steps 8 and 9). X-Roles lists the roles.
 * In access mode {@code none}, callers set this header themselves.
 */
public final class Roles {
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Pattern UPPER_CASE = Pattern.compile("[A-Z]+");

  private Roles() {}

  /** A filter that passes only callers with {@code role}. */
  public static Filter required(String role) {
    String wanted = lower(role);
    return (request, next) -> {
      if (!of(request).contains(wanted)) {
        throw Problem.notAuthorized();
      }
      return next.handle(request);
    };
  }

  /**
   * A filter that lets callers without any role but {@code reader} only read. This includes callers
   * without any role, since a token that names no role gives no rights. A signed request needs no
   * role.
   */
  public static Filter readOnly(Optional<String> reader) {
    if (reader.isEmpty()) {
      return Filter.none();
    }
    String reading = lower(reader.get());
    return (request, next) -> {
      if (of(request).stream().allMatch(reading::equals)
          && !READING.contains(request.method())
          && request.header(SignedUrls.SIGNATURE).isEmpty()) {
        throw Problem.notAuthorized();
      }
      return next.handle(request);
    };
  }

  private static List<String> of(Request request) {
    return Arrays.stream(request.header("X-Roles").orElse("").split(",", -1))
        .filter(role -> !role.isEmpty())
        .map(Roles::lower)
        .toList();
  }

  /**
   * Ignores the case of ASCII letters and nothing else: blanks count, and other letters keep their
   * case.
   */
  private static String lower(String role) {
    return UPPER_CASE.matcher(role).replaceAll(letter -> letter.group().toLowerCase(Locale.ROOT));
  }
}
