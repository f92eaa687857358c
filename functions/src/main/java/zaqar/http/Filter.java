// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

/** A concern of every request: looks at it, may change it or its answer, and passes it on. */
@FunctionalInterface
public interface Filter {
  /** Answers the request, usually by way of {@code next}. */
  Response filter(Request request, Handler next);

  /** The filter that does nothing. */
  static Filter none() {
    return (request, next) -> next.handle(request);
  }

  /** This filter, then the other. */
  default Filter then(Filter inner) {
    return (request, next) -> filter(request, passed -> inner.filter(passed, next));
  }

  /** The handler behind this filter. */
  default Handler around(Handler handler) {
    return request -> filter(request, handler);
  }
}
