// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import zaqar.store.value.Refusal;

/** What is wrong with the shape of a request, of which DynamoDB names all at once. */
final class Constraints {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");
  private static final int LONGEST_NAME = 255;

  private final Call call;
  private final List<String> broken = new ArrayList<>();

  Constraints(Call call) {
    this.call = call;
  }

  /** The table's name must be one; it stands alone if it is not. */
  Constraints tableName(int shortest) {
    JsonNode name = call.json().path("TableName");
    if (name.isMissingNode() || name.isNull()) {
      add("null", "tableName", "Member must not be null");
    } else {
      name("tableName", name.asText(), shortest);
    }
    throwAny();
    return this;
  }

  private void name(String path, String name, int shortest) {
    if (name.length() < shortest) {
      add(name, path, "Member must have length greater than or equal to " + shortest);
    } else if (name.length() > LONGEST_NAME) {
      add(name, path, "Member must have length less than or equal to " + LONGEST_NAME);
    } else if (!NAME.matcher(name).matches()) {
      add(name, path, "Member must satisfy regular expression pattern: " + NAME.pattern());
    }
  }

  /** The name of an index must be one, if there is any. */
  Constraints indexName() {
    String name = call.text("IndexName");
    if (name != null) {
      name("indexName", name, 3);
    }
    return this;
  }

  /** A parameter must be there. */
  Constraints required(String parameter) {
    if (!call.has(parameter)) {
      add("null", lower(parameter), "Member must not be null");
    }
    return this;
  }

  /** A parameter must have one of these values, if it has any. */
  Constraints oneOf(String parameter, String... values) {
    String value = call.text(parameter);
    if (value != null) {
      valueOneOf(lower(parameter), value, values);
    }
    return this;
  }

  /** A value somewhere must be one of these. */
  Constraints valueOneOf(String path, String value, String... values) {
    if (!List.of(values).contains(value)) {
      add(value, path, "Member must satisfy enum value set: [" + String.join(", ", values) + "]");
    }
    return this;
  }

  /** What every call may ask for. */
  Constraints capacity() {
    return oneOf("ReturnConsumedCapacity", "INDEXES", "TOTAL", "NONE");
  }

  /** What writes may ask for. */
  Constraints metrics() {
    return oneOf("ReturnItemCollectionMetrics", "SIZE", "NONE");
  }

  /** Anything else that is wrong. */
  void add(String value, String path, String constraint) {
    String shown = value.equals("null") ? value : "'" + value + "'";
    broken.add("Value " + shown + " at '" + path + "' failed to satisfy constraint: " + constraint);
  }

  /** Ends the request if anything is wrong. */
  void throwAny() {
    if (!broken.isEmpty()) {
      throw Refusal.invalid(
          broken.size()
              + " validation error"
              + (broken.size() > 1 ? "s" : "")
              + " detected: "
              + String.join("; ", broken));
    }
  }

  private static String lower(String parameter) {
    return parameter.substring(0, 1).toLowerCase(Locale.ROOT) + parameter.substring(1);
  }
}
