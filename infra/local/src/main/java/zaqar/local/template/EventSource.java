// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.util.Optional;
import zaqar.local.failure.CannotStart;

/** What calls a function: batches of records, as an event source mapping says, or the clock. */
public sealed interface EventSource permits StreamSource, QueueSource, ScheduleSource {
  /** Reads an event of a function; empty for other types, and for a source that is disabled. */
  static Optional<EventSource> from(Section event, Resolver resolver) {
    return switch (event.text("Type")) {
      case "DynamoDB" -> enabled(event, resolver).map(StreamSource::from);
      case "Schedule" -> enabled(event, resolver).map(ScheduleSource::from);
      case "SQS" -> enabled(event, resolver).map(QueueSource::from);
      default -> Optional.empty();
    };
  }

  private static Optional<Section> enabled(Section event, Resolver resolver) {
    return Optional.of(resolver.resolve(event.section("Properties")))
        .filter(properties -> !properties.find("Enabled").filter("false"::equals).isPresent());
  }

  /** Whether the function may name the records that failed, and so keep the others. */
  static boolean reportsItems(Section properties) {
    for (Object type : properties.list("FunctionResponseTypes")) {
      if (!String.valueOf(type).equals("ReportBatchItemFailures")) {
        throw new CannotStart(
            properties.place() + ": the local runtime does not know the response type " + type);
      }
    }
    return !properties.list("FunctionResponseTypes").isEmpty();
  }
}
