// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.util.ArrayList;
import java.util.List;

/** What the terminal says once requests are answered. */
record Greeting(LocalRuntime runtime, Storage storage, List<String> more) {
  private static final String SOME_CLIENT_ID = "3381af92-2b9e-11e3-b191-71861300734c";

  String text() {
    return String.join(
        System.lineSeparator(),
        "Zaqar listens on " + runtime.baseUri() + " (data: " + place() + "). Ctrl-C stops it. Try:",
        "",
        "  curl -i %s/v2/queues/demo -X PUT -H 'Client-ID: %s' -H 'X-Project-ID: demo'"
            .formatted(runtime.baseUri(), SOME_CLIENT_ID),
        "",
        String.join(System.lineSeparator(), notes()));
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    runtime.poolUris().forEach(uri -> notes.add("There is a table for a pool with the uri " + uri));

    runtime
        .sqsEndpoint()
        .map(uri -> "aws sqs finds the queues of deliveries with --endpoint-url " + uri)
        .ifPresent(notes::add);
    notes.addAll(more);
    return notes;
  }

  private String place() {
    return switch (storage) {
      case Storage.OnDisk disk -> disk.folder().toString();
      case Storage.InMemory memory -> "in memory";
      case Storage.Elsewhere elsewhere -> elsewhere.endpoint().toString();
      case Storage.Cloud cloud -> cloud.dynamoDb().toString();
    };
  }
}
