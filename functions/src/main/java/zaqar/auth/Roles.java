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
 * What callers may do by their roles (contract 2.1, steps 8 and 9), which X-Roles lists. In access
 * mode {@code none}, callers say themselves which they have.
 */
public final class Roles {
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Pattern UPPER_CASE = Pattern.compile("[A-Z]+");

  private Roles() {}

  /** The filter that lets only those pass who have {@code role}. */
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
   * The filter that lets those do nothing but read who have no other role than {@code reader}, also
   * if they have none at all: a token that says nothing of roles, or something that is no role,
   * gives no rights. What is signed needs no role.
   */
  public static Filter readOnly(Optional<String> reader) {
    return reader.map(Roles::readOnly).orElseGet(Filter::none);
  }

  private static Filter readOnly(String reader) {
    String reading = lower(reader);
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
   * Case counts for nothing, and all else does: no blanks are cut off, and of other letters than
   * ASCII's none is like another.
   */
  private static String lower(String role) {
    return UPPER_CASE.matcher(role).replaceAll(letter -> letter.group().toLowerCase(Locale.ROOT));
  }
}
