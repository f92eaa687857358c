// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import zaqar.http.Problem;
import zaqar.http.Query;

/**
 * Which queues a listing shows: those whose name holds a text and whose stored metadata equal the
 * query's other parameters (contract 4.2). Values that look like integers are compared as integers;
 * a dotted key reaches into nested objects.
 */
record MetadataFilter(Optional<String> name, Map<String, String> wanted) {
  private static final Set<String> NOT_FILTERS =
      Set.of("limit", "marker", "detailed", "with_count", "with_stats", "name");
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

  static MetadataFilter from(Query query) {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (Query.Parameter parameter : query.parameters()) {
      boolean filters = !NOT_FILTERS.contains(parameter.name()) && !parameter.value().isEmpty();
      boolean isList = parameter.value().contains(",");
      if (filters && (isList || wanted.put(parameter.name(), parameter.value()) != null)) {
        throw Problem.invalidParameter(parameter.name(), "A filter takes one value.");
      }
    }
    return new MetadataFilter(query.text("name"), wanted);
  }

  boolean admits(Queue queue) {
    return name.map(queue.name().value()::contains).orElse(true)
        && wanted.entrySet().stream()
            .allMatch(entry -> equal(find(queue.metadata(), entry.getKey()), entry.getValue()));
  }

  /** The filter as query parameters for the next page. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    name.ifPresent(text -> parameters.put("name", text));
    parameters.putAll(wanted);
    return parameters;
  }

  private static JsonNode find(JsonNode metadata, String key) {
    if (metadata.has(key)) {
      return metadata.get(key);
    }
    JsonNode found = metadata;
    for (String part : key.split("\\.", -1)) {
      found = found.path(part);
    }
    return found;
  }

  private static boolean equal(JsonNode stored, String wanted) {
    return INTEGER.matcher(wanted).matches()
        ? stored.isIntegralNumber() && stored.bigIntegerValue().equals(new BigInteger(wanted))
        : stored.isTextual() && stored.textValue().equals(wanted);
  }
}
