package zaqar.auth;

import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;

/**
 * Refuses requests that claim to be signed (contract 2.1, step 2). This release issues no
 * signatures, so none can be right; one that is there but empty is as wrong as any.
 */
public final class SignedUrls implements Filter {
  @Override
  public Response filter(Request request, Handler next) {
    if (request.header("URL-Signature").isPresent()) {
      throw Problem.noRoute();
    }
    return next.handle(request);
  }
}
