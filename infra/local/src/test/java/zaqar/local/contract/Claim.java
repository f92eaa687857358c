// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A claim that the service has granted. */
record Claim(Queue queue, String id, JsonNode messages) {

  static Claim in(Queue queue, Reply created) {
    return new Claim(
        queue, created.location().replaceFirst(".*/", ""), created.json().path("messages"));
  }

  String path() {
    return queue.path("/claims/" + id);
  }

  Call get() {
    return queue.zaqar().get(path());
  }

  Call renew(String body) {
    return queue.zaqar().call("PATCH", path()).json(body);
  }

  /** Gives the messages back. */
  void release() {
    queue.zaqar().delete(path()).expect(204);
  }

  List<String> ids() {
    return Json.texts(messages, "id");
  }

  List<String> bodies() {
    return Json.texts(messages, "body");
  }
}
