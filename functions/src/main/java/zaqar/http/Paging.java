package zaqar.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;

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
    String marker = query.text("marker").orElse("");
    return marker.substring(0, Math.min(marker.length(), MAX_MARKER_LENGTH));
  }

  /** The links of a page: one to the next page, or none. */
  public static ArrayNode links(Optional<String> next) {
    ArrayNode links = Json.array();
    next.ifPresent(href -> links.addObject().put("rel", "next").put("href", href));
    return links;
  }
}
