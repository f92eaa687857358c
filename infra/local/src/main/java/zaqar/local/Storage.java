package zaqar.local;

import java.net.URI;
import java.nio.file.Path;
import zaqar.local.failure.CannotStart;

/** Where the tables are. */
public sealed interface Storage {
  /** DynamoDB Local, with its data on disk, where they survive. */
  record OnDisk(Path folder) implements Storage {}

  /** DynamoDB Local, with its data forgotten at the end. */
  record InMemory() implements Storage {}

  /** Some other DynamoDB, which the runtime neither starts nor stops. */
  record Elsewhere(URI endpoint) implements Storage {
    /** Takes an address with a scheme and a host. */
    public Elsewhere {
      if (endpoint.getScheme() == null || endpoint.getHost() == null) {
        throw new CannotStart("no address of a DynamoDB: '" + endpoint + "'");
      }
    }
  }
}
