// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import zaqar.names.Caller;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

/**
 * An HTTP request as a handler sees it.
 *
 * @param id unique to this request; clients get it back as X-Openstack-Request-Id
 * @param service where the client reaches this service: a URL without a path
 * @param resource the template of the matched route, such as {@code /v2/queues/{queue_name}}, or
 *     the path itself where no route matched
 * @param pathParameters decoded values of the route's variables
 * @param query decoded query parameters in the order sent
 * @param headers values by lower-case name
 * @param caller who calls, once the filters know
 * @param queueKey the route's queue, in the caller's project, once the filters have checked it
 */
@SuppressWarnings("ArrayRecordComponent") // Requests are never compared.
public record Request(
    String id,
    String service,
    String method,
    String resource,
    String path,
    Map<String, String> pathParameters,
    Query query,
    Map<String, String> headers,
    byte[] body,
    @Nullable Caller caller,
    @Nullable QueueKey queueKey) {

  /** The value of a header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The value of a variable in the route's template. */
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalStateException("route " + resource + " has no variable " + name);
    }
    return value;
  }

  /**
   * The path as it was routed: the segments of the route's template, with values in place of its
   * variables. A value is one segment, whatever it holds once it is decoded.
   */
  public List<String> segments() {
    return Arrays.stream(resource.split("/", -1)).map(this::routed).toList();
  }

  private String routed(String segment) {
    return segment.startsWith("{") && segment.endsWith("}")
        ? pathParameters.getOrDefault(segment.substring(1, segment.length() - 1), segment)
        : segment;
  }

  /** Who calls. */
  public Caller requireCaller() {
    if (caller == null) {
      throw new IllegalStateException("route " + resource + " is not behind the caller filters");
    }
    return caller;
  }

  /** The queue that the route names, in the caller's project. */
  public QueueKey queue() {
    if (queueKey == null) {
      throw new IllegalStateException("route " + resource + " is not behind the queue filter");
    }
    return queueKey;
  }

  /** This request with other headers, their names in lower case. */
  public Request withHeaders(Map<String, String> others) {
    return with(others, caller, queueKey);
  }

  /** This request, now known to come from {@code caller}. */
  public Request from(Caller caller) {
    return with(headers, caller, queueKey);
  }

  /** This request, now known to be about {@code queue}. */
  public Request about(QueueName queue) {
    return with(headers, caller, new QueueKey(requireCaller().project(), queue));
  }

  private Request with(
      Map<String, String> headers, @Nullable Caller caller, @Nullable QueueKey queueKey) {
    return new Request(
        id,
        service,
        method,
        resource,
        path,
        pathParameters,
        query,
        headers,
        body,
        caller,
        queueKey);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
