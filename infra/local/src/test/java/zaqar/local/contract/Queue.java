// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A queue as one client sees it, with the calls that most tests need. JSON is written with single
 * quotes.
 */
record Queue(Zaqar zaqar, String name) {
  static final String PATCH_TYPE = "application/openstack-messaging-v2.0-json-patch";

  /** The same queue seen by another client of the project. */
  Queue by(Zaqar other) {
    return other.queue(name);
  }

  String path() {
    return "/v2/queues/" + name;
  }

  String path(String rest) {
    return path() + rest;
  }

  Queue create() {
    zaqar.put(path()).expect(201);
    return this;
  }

  Queue create(String metadata) {
    put(metadata).expect(201);
    return this;
  }

  Call put(String metadata) {
    return zaqar.put(path()).json(metadata);
  }

  Call patch(String operations) {
    return zaqar.patch(path()).json(operations);
  }

  JsonNode metadata() {
    return zaqar.get(path()).expect(200).json();
  }

  /** The counters and ends of the queue, without the member that wraps them. */
  JsonNode stats() {
    return zaqar.get(path("/stats")).expect(200).json().path("messages");
  }

  /** A POST of messages with the given whole document. */
  Call postDocument(String document) {
    return zaqar.post(path("/messages")).json(document);
  }

  /** Posts messages and returns their ids. */
  List<String> post(String... messages) {
    String items = String.join(",", messages);
    Reply reply = postDocument("{'messages': [" + items + "]}").expect(201);
    return reply.json().path("resources").valueStream().map(Queue::idIn).toList();
  }

  /** Posts messages whose bodies are the numbers from 0, and returns their ids. */
  List<String> postNumbers(int count) {
    return post(
        IntStream.range(0, count)
            .mapToObj(n -> "{'ttl': 300, 'body': " + n + "}")
            .toArray(String[]::new));
  }

  Call message(String method, String idAndQuery) {
    return zaqar.call(method, path("/messages/" + idAndQuery));
  }

  /**
   * A call to the collection of messages, with a query that begins with a question mark, or none.
   */
  Call messages(String method, String query) {
    return zaqar.call(method, path("/messages" + query));
  }

  /** The messages on the page that a query asks for. */
  JsonNode list(String query) {
    return messages("GET", query).expect(200).json().path("messages");
  }

  /** The bodies on the page that a query asks for, as text. */
  List<String> bodies(String query) {
    return Json.texts(list(query), "body");
  }

  Call pop(int count) {
    return messages("DELETE", "?pop=" + count);
  }

  /** A POST of a subscription. */
  Call subscribe(String body) {
    return zaqar.post(path("/subscriptions")).json(body);
  }

  /** The id of a new subscription of this subscriber. */
  String subscribeTo(String subscriber) {
    String body = "{'subscriber': '" + subscriber + "', 'ttl': 300}";
    return subscribe(body).expect(201).json().path("subscription_id").asText();
  }

  /** A call on a subscription, or on all of them with a query. */
  Call subscription(String method, String idOrQuery) {
    String rest = idOrQuery.isEmpty() || idOrQuery.startsWith("?") ? "" : "/";
    return zaqar.call(method, path("/subscriptions" + rest + idOrQuery));
  }

  /** The ids in a listing of subscriptions, with a query or an empty one. */
  List<String> subscriptionIds(String query) {
    return Json.texts(subscription("GET", query).expect(200).json().path("subscriptions"), "id");
  }

  /** A POST of a claim, with a query that begins with a question mark, or none. */
  Call claims(String query, String body) {
    return zaqar.post(path("/claims" + query)).json(body);
  }

  /** Claims up to ten messages, expecting some. */
  Claim claim() {
    return claim("", "{'ttl': 300, 'grace': 60}");
  }

  Claim claim(String query, String body) {
    return Claim.in(this, claims(query, body).expect(201));
  }

  /** The value of {@code ids=} that asks for these messages. */
  static String commas(List<String> ids) {
    return ids.stream().collect(Collectors.joining(","));
  }

  /** The id at the end of a message's href, claim or not. */
  static String idIn(JsonNode href) {
    return href.asText().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
  }
}
