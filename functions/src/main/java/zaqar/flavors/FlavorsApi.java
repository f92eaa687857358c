// SPDX-License-Identifier: Apache-2.0
package zaqar.flavors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import zaqar.http.Filter;
import zaqar.http.Json;
import zaqar.http.Link;
import zaqar.http.Paging;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.names.ProjectId;
import zaqar.settings.Limits;

/** Flavors over HTTP: all may read them, operators change them (contract 12). */
public record FlavorsApi(Flavors flavors, Limits limits) {
  private static final String COLLECTION = "/v2/flavors";
  private static final String POOL_LIST = "pool_list";
  private static final String CAPABILITIES = "capabilities";
  private static final Set<String> FIELDS = Set.of(POOL_LIST, CAPABILITIES);

  /** The routes of this family: {@code callers} before all, then {@code admin} before changes. */
  public Routes routes(Filter callers, Filter admin) {
    return new Routes()
        .resource(COLLECTION, callers, new Routes.Methods().on("GET", this::list))
        .resource(
            COLLECTION + "/{flavor}",
            callers,
            new Routes.Methods()
                .on("GET", this::show)
                .on("PUT", admin.around(this::put))
                .on("PATCH", admin.around(this::update))
                .on("DELETE", admin.around(this::delete)));
  }

  private Response list(Request request) {
    int limit = Paging.limit(request.query(), limits.defaultPageSize(), limits.maxFlavorsPerPage());
    boolean detailed = request.query().flag("detailed", false);
    List<Flavor> found =
        flavors.listAfter(project(request), Paging.nameMarker(request.query()), limit);
    ObjectNode page = Json.object();
    ArrayNode entries = page.putArray("flavors");
    found.forEach(flavor -> entries.add(entry(flavor, detailed)));
    boolean isSaid = request.query().text("detailed").isPresent();
    Optional<Link> next = Paging.next(request, found, Flavor::name, limit);
    page.set(
        "links", Paging.links(next.map(link -> isSaid ? link.with("detailed", detailed) : link)));
    return Response.json(200, page);
  }

  private static ObjectNode entry(Flavor flavor, boolean detailed) {
    ObjectNode entry = Json.object().put("name", flavor.name()).put("href", href(flavor.name()));
    if (!flavor.pools().isEmpty()) {
      flavor.pools().forEach(entry.putArray(POOL_LIST)::add);
    }
    if (detailed) {
      Flavor.CAPABILITIES.forEach(entry.putArray(CAPABILITIES)::add);
    }
    return entry;
  }

  private Response show(Request request) {
    return flavors
        .find(project(request), name(request))
        .map(flavor -> Response.json(200, document(flavor)))
        .orElseThrow(() -> Flavors.unknown(project(request), name(request)));
  }

  private static ObjectNode document(Flavor flavor) {
    ObjectNode document = Json.object().put("name", flavor.name()).put("href", href(flavor.name()));
    flavor.pools().forEach(document.putArray(POOL_LIST)::add);
    Flavor.CAPABILITIES.forEach(document.putArray(CAPABILITIES)::add);
    return document;
  }

  private Response put(Request request) {
    String name = name(request);
    if (!Flavor.isName(name)) {
      throw Problem.invalidRequest(
          "Flavor names have 1 to 64 characters: letters, digits, underscores, hyphens and dots.");
    }
    flavors.put(project(request), name, draft(request.body()));
    return Response.created(href(name));
  }

  private Response update(Request request) {
    List<String> wanted = change(request.body());
    return Response.json(200, document(flavors.update(project(request), name(request), wanted)));
  }

  /**
   * The pools of a flavor that is to be created, sorted. Capabilities may be said, and are ignored.
   *
   * @throws Problem if there are none
   */
  static List<String> draft(byte[] body) {
    ObjectNode document = Json.parseObject(body, "A flavor must be an object.");
    Json.requireOnly(FIELDS, document, "A flavor");
    if (!document.path(CAPABILITIES).isMissingNode() && !document.get(CAPABILITIES).isObject()) {
      throw Problem.invalidBody("capabilities must be an object.");
    }
    return pools(document);
  }

  /**
   * The pools that a flavor is to have, sorted; anything else that is said is ignored.
   *
   * @throws Problem if there are none
   */
  static List<String> change(byte[] body) {
    return pools(Json.parseObject(body, "A flavor must be an object."));
  }

  private static List<String> pools(ObjectNode document) {
    JsonNode pools = document.path(POOL_LIST);
    if (!pools.isArray() || pools.isEmpty() || !pools.valueStream().allMatch(JsonNode::isTextual)) {
      throw Problem.invalidBody("pool_list must be an array of one or more names of pools.");
    }
    return pools.valueStream().map(JsonNode::textValue).distinct().sorted().toList();
  }

  private Response delete(Request request) {
    flavors.delete(project(request), name(request));
    return Response.noContent();
  }

  private ProjectId project(Request request) {
    ProjectId project = request.requireCaller().project();
    if (project.value().length() > limits.maxProjectIdLength()) {
      throw Problem.invalidRequest(
          "Project ids may not be longer than " + limits.maxProjectIdLength() + " characters.");
    }
    return project;
  }

  private static String name(Request request) {
    return request.pathParameter("flavor");
  }

  private static String href(String name) {
    return COLLECTION + "/" + name;
  }
}
