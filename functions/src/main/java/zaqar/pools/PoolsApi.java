// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import zaqar.http.Filter;
import zaqar.http.Json;
import zaqar.http.Link;
import zaqar.http.Paging;
import zaqar.http.Problem;
import zaqar.http.Query;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.settings.Limits;

/** Pools over HTTP, for operators (contract 11). */
public record PoolsApi(Pools pools, Limits limits) {
  private static final String COLLECTION = "/v2/pools";

  /** The routes of this family: {@code callers} before all, and then {@code admin}. */
  public Routes routes(Filter callers, Filter admin) {
    return new Routes()
        .resource(COLLECTION, callers, new Routes.Methods().on("GET", admin.around(this::list)))
        .resource(
            COLLECTION + "/{pool}",
            callers,
            new Routes.Methods()
                .on("GET", admin.around(this::show))
                .on("PUT", admin.around(this::put))
                .on("PATCH", admin.around(this::update))
                .on("DELETE", admin.around(this::delete)));
  }

  private Response list(Request request) {
    int limit = Paging.limit(request.query(), limits.defaultPageSize(), limits.maxPoolsPerPage());
    boolean detailed = request.query().flag("detailed", false);
    List<Pool> found = pools.listAfter(Paging.nameMarker(request.query()), limit);
    ObjectNode page = Json.object();
    ArrayNode entries = page.putArray("pools");
    found.forEach(pool -> entries.add(show(pool, detailed)));
    Optional<Link> next = Paging.next(request, found, Pool::name, limit);
    page.set("links", Paging.links(next.map(link -> link.with("detailed", detailed))));
    return Response.json(200, page).with("Content-Location", location(request));
  }

  private static String location(Request request) {
    Link link = new Link(request.path());
    for (Query.Parameter parameter : request.query().parameters()) {
      link.with(parameter.name(), parameter.value());
    }
    return link.toString();
  }

  private Response show(Request request) {
    boolean detailed = request.query().flag("detailed", false);
    return pools
        .find(name(request))
        .map(pool -> Response.json(200, show(pool, detailed)))
        .orElseThrow(() -> Pools.unknown(name(request)));
  }

  private static ObjectNode show(Pool pool, boolean detailed) {
    ObjectNode document =
        Json.object()
            .put("name", pool.name())
            .put("href", href(pool.name()))
            .put("weight", pool.weight())
            .put("uri", pool.uri().toString())
            .put("flavor", pool.flavor().orElse(null));
    if (detailed) {
      document.set("options", pool.options());
    }
    return document;
  }

  private Response put(Request request) {
    String name = name(request);
    if (!Pool.isName(name)) {
      throw Problem.invalidRequest(
          "Pool names have 1 to 64 characters: letters, digits, underscores, hyphens and dots.");
    }
    pools.put(name, PoolParser.draft(request.body()));
    return Response.created(href(name));
  }

  private Response update(Request request) {
    PoolParser.Change change = PoolParser.change(request.body());
    return Response.json(200, show(pools.update(name(request), change), false));
  }

  private Response delete(Request request) {
    pools.delete(name(request));
    return Response.noContent();
  }

  private static String name(Request request) {
    return request.pathParameter("pool");
  }

  private static String href(String name) {
    return COLLECTION + "/" + name;
  }
}
