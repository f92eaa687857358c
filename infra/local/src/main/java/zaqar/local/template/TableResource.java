// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.util.List;
import java.util.Optional;

/**
 * A table of the template.
 *
 * @param name its physical name, which is its logical one unless the template gives it another
 * @param attributes the attributes of its key
 * @param keys its key
 * @param expiry the attribute by which DynamoDB deletes what has expired
 * @param stream what its stream shows, if it has one
 */
public record TableResource(
    String name,
    List<Attribute> attributes,
    List<Key> keys,
    Optional<String> expiry,
    Optional<String> stream) {
  static final String TYPE = "AWS::DynamoDB::Table";

  /** Keeps copies. */
  public TableResource {
    attributes = List.copyOf(attributes);
    keys = List.copyOf(keys);
  }

  /**
   * An attribute of a key.
   *
   * @param name as in items
   * @param type {@code S}, {@code N} or {@code B}
   */
  public record Attribute(String name, String type) {}

  /**
   * A part of a key.
   *
   * @param attribute its name
   * @param type {@code HASH} or {@code RANGE}
   */
  public record Key(String attribute, String type) {}

  static TableResource from(String name, Section properties) {
    Section expiry = properties.section("TimeToLiveSpecification");
    return new TableResource(
        properties.find("TableName").orElse(name),
        properties.sections("AttributeDefinitions").stream()
            .map(each -> new Attribute(each.text("AttributeName"), each.text("AttributeType")))
            .toList(),
        properties.sections("KeySchema").stream()
            .map(each -> new Key(each.text("AttributeName"), each.text("KeyType")))
            .toList(),
        expiry.find("Enabled").filter("true"::equals).map(enabled -> expiry.text("AttributeName")),
        properties.section("StreamSpecification").find("StreamViewType"));
  }
}
