// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.util.Optional;

/**
 * A mapping of a stream or a queue to a function that stands by itself, perhaps in another template
 * than the function.
 *
 * @param function the function's name
 * @param source what calls it
 */
public record MappingResource(String function, EventSource source) {
  static final String TYPE = "AWS::Lambda::EventSourceMapping";

  /** Reads a mapping; empty for one that is disabled. */
  static Optional<MappingResource> from(Section properties) {
    String function = properties.text("FunctionName");
    String source = properties.text("EventSourceArn");
    Section others = properties.without("FunctionName").without("EventSourceArn");
    return others.find("Enabled").filter("false"::equals).isPresent()
        ? Optional.empty()
        : Optional.of(
            new MappingResource(
                function,
                Arn.isQueue(source)
                    ? QueueSource.from(source, others)
                    : StreamSource.from(source, others)));
  }
}
