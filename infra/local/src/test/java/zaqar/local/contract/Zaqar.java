// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import java.net.URI;
import java.util.UUID;

/**
 * A client of the service: where it is, on behalf of which project it calls, and by which
 * Client-ID. Each new one has a project of its own, so that tests neither see each other nor
 * anything else on a shared deployment.
 */
record Zaqar(URI base, String project, String clientId) {
  Zaqar(URI base) {
    this(base, "project-" + UUID.randomUUID(), UUID.randomUUID().toString());
  }

  Zaqar otherClient() {
    return client(UUID.randomUUID().toString());
  }

  Zaqar client(String id) {
    return new Zaqar(base, project, id);
  }

  Zaqar otherProject() {
    return project("project-" + UUID.randomUUID());
  }

  Zaqar project(String id) {
    return new Zaqar(base, id, clientId);
  }

  /**
   * A queue of this project with a random name; it does not exist until it is created or posted to.
   */
  Queue queue() {
    return queue("queue-" + UUID.randomUUID());
  }

  Queue queue(String name) {
    return new Queue(this, name);
  }

  Call get(String path) {
    return call("GET", path);
  }

  Call put(String path) {
    return call("PUT", path);
  }

  Call post(String path) {
    return call("POST", path);
  }

  Call delete(String path) {
    return call("DELETE", path);
  }

  /** A PATCH with the media type for queue metadata, which claims do not mind. */
  Call patch(String path) {
    return call("PATCH", path).header("Content-Type", Queue.PATCH_TYPE);
  }

  /** A call with the two headers that every route under /v2 asks for. */
  Call call(String method, String path) {
    return new Call(base, method, path)
        .header("Client-ID", clientId)
        .header("X-Project-ID", project);
  }
}
