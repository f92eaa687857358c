// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import zaqar.local.failure.CannotStart;

/**
 * The stream of a table that a function follows.
 *
 * @param table the table's name
 * @param fromStart whether the first start begins with the oldest record, and not with the next
 * @param batchSize the most records of one call
 * @param window how long to wait for a full batch
 * @param reportsItems whether the function may name the record that failed
 * @param filters patterns in JSON, of which a record must match one, unless there are none
 * @param failures what happens to records that fail
 */
public record StreamSource(
    String table,
    boolean fromStart,
    int batchSize,
    Duration window,
    boolean reportsItems,
    List<String> filters,
    Failures failures)
    implements EventSource {
  private static final int LAMBDA_BATCH_SIZE = 100;
  private static final String STREAM = "/stream/";
  private static final String TABLE = "table/";

  /** Keeps a copy. */
  public StreamSource {
    filters = List.copyOf(filters);
  }

  /**
   * What happens to records that fail.
   *
   * @param bisect whether a batch that failed is tried again in halves
   * @param retries how often a batch is tried again; forever if empty
   * @param maximumAge how old a record may get; any age if empty
   * @param queue where is told which records were given up
   */
  public record Failures(
      boolean bisect,
      Optional<Integer> retries,
      Optional<Duration> maximumAge,
      Optional<String> queue) {}

  /** Reads an event of a function. */
  static StreamSource from(Section event) {
    return from(event.text("Stream"), event.without("Stream"));
  }

  /** Reads how to follow the stream with this ARN. */
  static StreamSource from(String stream, Section properties) {
    properties.only(
        "Enabled",
        "StartingPosition",
        "BatchSize",
        "MaximumBatchingWindowInSeconds",
        "BisectBatchOnFunctionError",
        "MaximumRetryAttempts",
        "MaximumRecordAgeInSeconds",
        "FunctionResponseTypes",
        "FilterCriteria",
        "DestinationConfig");
    return new StreamSource(
        table(stream),
        fromStart(properties),
        properties.number("BatchSize", LAMBDA_BATCH_SIZE),
        properties.seconds("MaximumBatchingWindowInSeconds").orElse(Duration.ZERO),
        EventSource.reportsItems(properties),
        properties.section("FilterCriteria").only("Filters").sections("Filters").stream()
            .map(filter -> filter.only("Pattern").text("Pattern"))
            .toList(),
        failures(properties));
  }

  private static Failures failures(Section properties) {
    Section destination =
        properties.section("DestinationConfig").only("OnFailure").section("OnFailure");
    return new Failures(
        properties.flag("BisectBatchOnFunctionError"),
        Optional.of(properties.number("MaximumRetryAttempts", -1)).filter(n -> n >= 0),
        properties.seconds("MaximumRecordAgeInSeconds"),
        destination.only("Destination", "Type").find("Destination").map(Arn::queue));
  }

  private static boolean fromStart(Section properties) {
    return switch (properties.text("StartingPosition")) {
      case "TRIM_HORIZON" -> true;
      case "LATEST" -> false;
      default ->
          throw new CannotStart(
              properties.place() + ": StartingPosition must be TRIM_HORIZON or LATEST");
    };
  }

  private static String table(String stream) {
    String resource = Arn.parse(stream).resource();
    int end = resource.indexOf(STREAM);
    if (!resource.startsWith(TABLE) || end < 0) {
      throw new CannotStart("template.yaml: no stream of a table: " + stream);
    }
    return resource.substring(TABLE.length(), end);
  }
}
