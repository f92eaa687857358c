// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

/**
 * An event bus of the template.
 *
 * @param name what events and rules call it
 */
public record BusResource(String name) {
  static final String TYPE = "AWS::Events::EventBus";

  static BusResource from(Section properties) {
    return new BusResource(
        properties
            .only("Name", "Description", "KmsKeyIdentifier", "LogConfig", "Policy", "Tags")
            .text("Name"));
  }
}
