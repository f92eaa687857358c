// SPDX-License-Identifier: Apache-2.0
package zaqar.flavors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
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
      flavor.pools().forEach(entry.putArray("pool_list")::add);
    }
    if (detailed) {
      Flavor.CAPABILITIES.forEach(entry.putArray("capabilities")::add);
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
    flavor.pools().forEach(document.putArray("pool_list")::add);
    Flavor.CAPABILITIES.forEach(document.putArray("capabilities")::add);
    return document;
  }

  private Response put(Request request) {
    String name = name(request);
    if (!Flavor.isName(name)) {
      throw Problem.invalidRequest(
          "Flavor names have 1 to 64 characters: letters, digits, underscores, hyphens and dots.");
    }
    flavors.put(project(request), name, FlavorParser.draft(request.body()));
    return Response.created(href(name));
  }

  private Response update(Request request) {
    List<String> wanted = FlavorParser.change(request.body());
    return Response.json(200, document(flavors.update(project(request), name(request), wanted)));
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
