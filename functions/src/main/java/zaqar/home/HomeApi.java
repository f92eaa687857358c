// SPDX-License-Identifier: Apache-2.0
package zaqar.home;

import com.fasterxml.jackson.databind.node.ObjectNode;
import zaqar.http.Acceptable;
import zaqar.http.Filter;
import zaqar.http.Json;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.queues.QueueStateStore;

/**
 * Discovery and ping over HTTP (contract 3), and, having no other routes, 404 for everything else.
 *
 * @param adminMode whether the routes for operators are there
 * @param hasConsole whether people who come with a browser are led to the console
 * @param version of the service, which is not that of its API
 */
public record HomeApi(
    QueueStateStore states, boolean adminMode, boolean hasConsole, String version) {
  /** The routes of this family: the version list is open, the rest is behind {@code callers}. */
  public Routes routes(Filter open, Filter callers) {
    return new Routes()
        .resource("/", open, new Routes.Methods().on("GET", this::versions))
        .resource("/v2/", callers, new Routes.Methods().on("GET", request -> document()))
        .resource(
            "/v2/ping",
            callers,
            new Routes.Methods().on("GET", this::ping).on("HEAD", request -> Response.noContent()));
  }

  private Response versions(Request request) {
    if (Acceptable.isOfABrowser(request)) {
      return HomePage.show(version, hasConsole).with("X-Zaqar-Lambda-Version", version);
    }
    ObjectNode version =
        Json.object().put("id", "2").put("status", "CURRENT").put("updated", "2014-9-24T04:06:47Z");
    version
        .putArray("media-types")
        .addObject()
        .put("base", "application/json")
        .put("type", "application/vnd.openstack.messaging-v2+json");
    version.putArray("links").addObject().put("href", "/v2/").put("rel", "self");
    ObjectNode versions = Json.object();
    versions.putArray("versions").add(version);
    return Response.json(300, versions)
        .with("X-Zaqar-Lambda-Version", this.version)
        .with("Vary", "Accept");
  }

  private Response document() {
    return Response.json(200, HomeDocument.build(adminMode))
        .with("Content-Type", "application/json-home")
        .with("Cache-Control", "max-age=86400");
  }

  private Response ping(Request request) {
    try {
      states.read(new QueueKey(request.requireCaller().project(), new QueueName("ping")));
      return Response.noContent();
    } catch (RuntimeException unreachable) {
      return Response.empty(503);
    }
  }
}
