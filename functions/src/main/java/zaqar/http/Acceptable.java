// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Answers 406 to clients that do not accept JSON (contract 2.1, step 4; 2.3). The reason is XML if
 * the client accepts XML, and JSON if it accepts some {@code +json} type. Otherwise the answer has
 * no body.
 */
public final class Acceptable implements Filter {
  private static final String ANY = "*/*";
  private static final String TITLE = "406 Not Acceptable";
  private static final String DESCRIPTION =
      "Endpoint only serves `application/json`; specify client-side media type support with the"
          + " \"Accept\" header.";
  private static final String HREF = "https://www.rfc-editor.org/rfc/rfc9110.html#name-accept";
  private static final String HREF_TEXT = "RFC 9110, HTTP Semantics, 12.5.1 Accept";

  @Override
  public Response filter(Request request, Handler next) {
    Optional<String> accept = request.header("Accept").filter(value -> !value.isBlank());
    if (accept.isPresent() && !admits(accept.get(), "application", "json")) {
      return refusal(accept.get());
    }
    return next.handle(request);
  }

  /** Whether the client is a person's browser: it accepts pages and does not name JSON. */
  public static boolean isOfABrowser(Request request) {
    String accept = request.header("Accept").orElse("");
    return names(accept, "text", "html") && !names(accept, "application", "json");
  }

  private static boolean names(String accept, String type, String subtype) {
    return Arrays.stream(accept.split(",", -1))
        .map(Range::parse)
        .anyMatch(range -> range.type().equals(type) && range.subtype().equals(subtype));
  }

  private static Response refusal(String accept) {
    if (admits(accept, "application", "xml") || admits(accept, "text", "xml")) {
      return new Response(406, Map.of("Content-Type", "application/xml", "Vary", "Accept"), xml());
    }
    if (accept.toLowerCase(Locale.ROOT).contains("+json")) {
      return Response.json(406, document()).with("Vary", "Accept");
    }
    return Response.empty(406);
  }

  private static ObjectNode document() {
    ObjectNode document = Json.object().put("title", TITLE).put("description", DESCRIPTION);
    document.putObject("link").put("text", HREF_TEXT).put("href", HREF).put("rel", "help");
    return document;
  }

  private static String xml() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><error><title>"
        + TITLE
        + "</title><description>"
        + DESCRIPTION
        + "</description><link><text>"
        + HREF_TEXT
        + "</text><href>"
        + HREF
        + "</href><rel>help</rel></link></error>";
  }

  /**
   * Whether an Accept header admits a media type. The q of the most specific range that matches
   * decides.
   */
  static boolean admits(String accept, String type, String subtype) {
    if (accept.equals(ANY) || accept.equals(type + "/" + subtype)) {
      return true;
    }
    return Arrays.stream(accept.split(",", -1))
        .map(Range::parse)
        .filter(range -> range.matches(type, subtype))
        .max(Comparator.comparingInt(Range::specificity))
        .map(range -> range.quality() > 0)
        .orElse(false);
  }

  private record Range(String type, String subtype, double quality) {
    static Range parse(String text) {
      List<String> parts = Arrays.stream(text.split(";", -1)).map(String::strip).toList();
      String name = parts.getFirst().equals("*") ? ANY : parts.getFirst();
      String[] halves = name.toLowerCase(Locale.ROOT).split("/", 2);
      double quality =
          parts.stream()
              .filter(part -> part.startsWith("q="))
              .findFirst()
              .map(part -> number(part.substring(2)))
              .orElse(1.0);
      return new Range(halves[0], halves.length == 2 ? halves[1] : "", quality);
    }

    private static double number(String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return 1.0;
      }
    }

    boolean matches(String wantedType, String wantedSubtype) {
      return (type.equals("*") || type.equals(wantedType))
          && (subtype.equals("*") || subtype.equals(wantedSubtype));
    }

    int specificity() {
      return (type.equals("*") ? 0 : 2) + (subtype.equals("*") ? 0 : 1);
    }
  }
}
