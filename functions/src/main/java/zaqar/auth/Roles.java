package zaqar.auth;

import java.util.Arrays;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;

/**
 * Lets only those callers pass who have a role (contract 2.1, step 9). In access mode {@code none},
 * callers say themselves which roles they have, in X-Roles.
 */
public final class Roles implements Filter {
  private final String role;

  private Roles(String role) {
    this.role = role;
  }

  /** The filter that asks for {@code role}. */
  public static Roles required(String role) {
    return new Roles(role);
  }

  @Override
  public Response filter(Request request, Handler next) {
    String roles = request.header("X-Roles").orElse("");
    if (Arrays.stream(roles.split(",", -1)).map(String::strip).noneMatch(role::equalsIgnoreCase)) {
      throw Problem.notAuthorized();
    }
    return next.handle(request);
  }
}
