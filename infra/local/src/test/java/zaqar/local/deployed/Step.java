// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import java.util.Map;

/**
 * A sample event, and what should come of it.
 *
 * @param sample as {@code FUNCTION/NAME}
 * @param given is done before
 * @param answer an {@link Excerpt} of the function's answer
 * @param names where in the answer something is named here that the samples call otherwise
 * @param then looks at what else was done
 */
record Step(
    String sample, Runnable given, String answer, Map<String, String> names, Runnable then) {
  /** A request, which is answered with a status and a body like that. */
  static Step of(String sample, int status, String body) {
    return of(sample, "{'status': " + status + ", 'body': " + body + "}");
  }

  /** A request, which is answered with a status and no body. */
  static Step of(String sample, int status) {
    return of(sample, status, "''");
  }

  /** An event that is none of the gateway's. */
  static Step of(String sample, String answer) {
    return new Step(sample, () -> {}, answer, Map.of(), () -> {});
  }

  Step given(Runnable before) {
    return new Step(sample, before, answer, names, then);
  }

  /** Learns names from the last segments of what stands at these places. */
  Step naming(Map<String, String> places) {
    return new Step(sample, given, answer, places, then);
  }

  Step then(Runnable after) {
    return new Step(sample, given, answer, names, after);
  }
}
