// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.net.URI;
import java.nio.file.Path;
import zaqar.local.failure.CannotStart;

/** Where the tables are, and perhaps more. */
public sealed interface Storage {
  /**
   * A store in this process, with its data on disk, where they survive.
   *
   * @param isSynchronous whether they survive the end of the machine, too
   */
  record OnDisk(Path folder, boolean isSynchronous) implements Storage {
    /** Data that survive the end of the process. */
    public OnDisk(Path folder) {
      this(folder, false);
    }
  }

  /** A store in this process, with its data forgotten at the end. */
  record InMemory() implements Storage {}

  /** Some other DynamoDB, which the runtime neither starts nor stops. */
  record Elsewhere(URI endpoint) implements Storage {
    /** Takes an address with a scheme and a host. */
    public Elsewhere {
      check(endpoint, "a DynamoDB");
    }
  }

  /**
   * Something that speaks the APIs of AWS, such as LocalStack. The runtime makes in it what the
   * template has of tables, queues, buses and rules, and leaves it there.
   *
   * @param endpoint where SQS and EventBridge are
   * @param dynamoDb where DynamoDB is, which may be the same
   */
  record Cloud(URI endpoint, URI dynamoDb) implements Storage {
    /** Takes addresses with a scheme and a host. */
    public Cloud {
      check(endpoint, "a cloud");
      check(dynamoDb, "a DynamoDB");
    }
  }

  private static void check(URI endpoint, String what) {
    if (endpoint.getScheme() == null || endpoint.getHost() == null) {
      throw new CannotStart("no address of " + what + ": '" + endpoint + "'");
    }
  }
}
