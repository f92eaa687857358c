// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What all listings have in common. */
public final class Paging {
  private static final int MAX_MARKER_LENGTH = 255;

  private Paging() {}

  /**
   * How many entries a page may have.
   *
   * @throws Problem unless it is from 1 to {@code most}
   */
  public static int limit(Query query, int ifAbsent, int most) {
    int limit = query.number("limit").orElse(Math.min(ifAbsent, most));
    if (limit < 1 || limit > most) {
      throw Problem.invalidRequest(
          "Limit must be at least 1 and may not be greater than " + most + ".");
    }
    return limit;
  }

  /**
   * The name after which a page of names begins; empty for the first page. It is cut where it is
   * longer than any name, so that the store takes it.
   */
  public static String nameMarker(Query query) {
    return Truncation.of(query.text("marker").orElse(""), MAX_MARKER_LENGTH);
  }

  /**
   * The page after one whose entries are read on from by {@code marker}; none after an empty page.
   */
  public static <T> Optional<Link> next(
      Request request, List<T> page, Function<T, ?> marker, int limit) {
    return page.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Link(request.path())
                .with("marker", marker.apply(page.getLast()))
                .with("limit", limit));
  }

  /** The links of a page: one to the next page, or none. */
  public static ArrayNode links(Optional<?> next) {
    ArrayNode links = Json.array();
    next.ifPresent(href -> links.addObject().put("rel", "next").put("href", href.toString()));
    return links;
  }
}
