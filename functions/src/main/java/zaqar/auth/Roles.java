package zaqar.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import zaqar.http.Filter;
import zaqar.http.Problem;
import zaqar.http.Request;

/**
 * What callers may do by their roles (contract 2.1, steps 8 and 9), which X-Roles lists. In access
 * mode {@code none}, callers say themselves which they have.
 */
public final class Roles {
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private Roles() {}

  /** The filter that lets only those pass who have {@code role}. */
  public static Filter required(String role) {
    return (request, next) -> {
      if (of(request).stream().noneMatch(role::equalsIgnoreCase)) {
        throw Problem.notAuthorized();
      }
      return next.handle(request);
    };
  }

  /** The filter that lets those do nothing but read who have {@code reader} and no other role. */
  public static Filter readOnly(Optional<String> reader) {
    return reader.map(Roles::readOnly).orElseGet(Filter::none);
  }

  private static Filter readOnly(String reader) {
    return (request, next) -> {
      List<String> roles = of(request);
      if (!roles.isEmpty()
          && roles.stream().allMatch(reader::equalsIgnoreCase)
          && !READING.contains(request.method())) {
        throw Problem.notAuthorized();
      }
      return next.handle(request);
    };
  }

  private static List<String> of(Request request) {
    return Arrays.stream(request.header("X-Roles").orElse("").split(",", -1))
        .map(String::strip)
        .filter(role -> !role.isEmpty())
        .toList();
  }
}
