// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which JSON patches of queue metadata are taken, and what is checked first (contract 4.2, PATCH).
 */
@Against(DEFAULTS)
class QueuePatchFormContractIT {
  private static final String BAD_BODY = "Invalid request body";

  private final Zaqar zaqar;
  private final Queue queue;

  QueuePatchFormContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "/metadata/a~1b,   a/b",
        "/metadata/a~0b,   a~b",
        "/metadata/~01,    ~1",
        "/ metadata / k ,  k",
        "/METADATA/k,      k",
        "/Metadata/_x y,   _x y",
      })
  void path_isAPointerIntoMetadata(String path, String key) {
    queue.create();
    queue.patch("[{'op': 'add', 'path': '" + path + "', 'value': 1}]").expect(200);

    assertThat(queue.metadata().path(key).intValue()).isEqualTo(1);
  }

  @Test
  void path_ofARemovalMayBeginWithAnything() {
    queue.create("{'k': 1}");
    queue.patch("[{'op': 'remove', 'path': '/foo/k'}]").expect(200);

    assertThat(queue.metadata().has("k")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "''",
        "'a'",
        "'/a'",
        "'/'",
        "'metadata/a'",
        "'/metadata'",
        "'/metadata/'",
        "'/metadata//a'",
        "'//metadata/a'",
        "'/metadata/a/'",
        "'/metadata/a/b'",
        "'/metadata/a~'",
        "'/metadata/a~2'",
        "'/other/a'",
        "5",
        "null",
        "['/metadata/a']",
        "{}",
      })
  void path_ofAnyOtherFormIsRefused(String path) {
    queue.create();
    queue.patch("[{'op': 'add', 'path': " + path + ", 'value': 1}]").refused(400, BAD_BODY);
    queue.patch("[{'op': 'replace', 'path': " + path + ", 'value': 1}]").refused(400, BAD_BODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'op': 'add', 'path': '/metadata/k', 'value': 1}",
        "[1]",
        "['add']",
        "[null]",
        "[[]]",
        "[{}]",
        "[{'path': '/metadata/k', 'value': 1}]",
        "[{'op': 'add', 'value': 1}]",
        "[{'op': 'add', 'path': '/metadata/k'}]",
        "[{'op': 'replace', 'path': '/metadata/k'}]",
        "[{'op': 'remove'}]",
        "[{'op': 'a', 'path': '/metadata/k', 'value': 1}]",
        "[{'op': 'ADD', 'path': '/metadata/k', 'value': 1}]",
        "[{'op': 'test', 'path': '/metadata/k', 'value': 1}]",
        "[{'op': 'move', 'path': '/metadata/k', 'from': '/metadata/j'}]",
        "[{'op': 'copy', 'path': '/metadata/k', 'from': '/metadata/j'}]",
        "[{'op': 1, 'path': '/metadata/k', 'value': 1}]",
        "[{'op': null, 'path': '/metadata/k', 'value': 1}]",
        "[{'op': [], 'path': '/metadata/k', 'value': 1}]",
      })
  void document_ofAnyOtherFormIsRefused(String document) {
    queue.create();
    queue.patch(document).refused(400, BAD_BODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/openstack-messaging-v2.0-json-patch; charset=utf-8",
        "application/OpenStack-Messaging-v2.0-json-patch",
        "application/openstack-messaging-v2.1-json-patch",
      })
  void mediaType_mustBeExact(String type) {
    queue.create();
    queue.patch("[]").header("Content-Type", type).refused(415, "415 Unsupported Media Type");
  }

  @Test
  void mediaType_mustBeThere() {
    queue.create();
    queue.patch("[]").without("Content-Type").refused(415, "415 Unsupported Media Type");
    zaqar.call("PATCH", queue.path()).refused(415, "415 Unsupported Media Type");
  }

  @Test
  void checks_goFromSizeToTypeToBodyToOperationsToExistence() {
    String big = "[" + " ".repeat(65_536);
    queue.patch(big).header("Content-Type", "text/plain").refused(400, BAD_BODY);
    queue
        .patch("[")
        .header("Content-Type", "text/plain")
        .refused(415, "415 Unsupported Media Type");
    queue.patch("").refused(400, BAD_BODY);
    queue.patch("[{'op': 'a', 'path': '/metadata/k'}]").refused(400, BAD_BODY);
    queue.patch("[{'op': 'remove', 'path': '/metadata/missing'}]").refused(404, "Not found");
    queue.patch("[{'op': 'add', 'path': '/metadata/k', 'value': 1}]").refused(404, "Not found");
    queue.patch("[]").refused(404, "Not found");
    zaqar.put(queue.path()).expect(201);
  }

  @Test
  void size_ofARequestIsAtMost65536Bytes() {
    queue.create();

    queue.patch("[]" + " ".repeat(65_534)).expect(200);
    queue.patch("[]" + " ".repeat(65_535)).refused(400, BAD_BODY);
  }
}
