// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.net.URI;
import java.util.Optional;
import zaqar.local.store.DataFolder;
import zaqar.local.store.LocalStore;

/**
 * Where the tables of one runtime are, and the folder for its own data.
 *
 * @param own the store, if it is in this process
 * @param keeps whether what is in the folder is for the next runtime, too
 */
record Store(URI endpoint, Optional<LocalStore> own, DataFolder folder, boolean keeps) {
  /** Opens it, or finds it; what has to be closed is one of the parts. */
  static Store open(Storage storage, Parts parts) {
    return switch (storage) {
      case Storage.OnDisk disk -> {
        DataFolder folder = parts.add(DataFolder.open(disk.folder()));
        yield own(parts.add(LocalStore.onDisk(folder, disk.isSynchronous())), folder, true);
      }
      case Storage.InMemory memory -> own(parts.add(LocalStore.inMemory()), passing(parts), false);
      case Storage.Elsewhere elsewhere -> others(elsewhere.endpoint(), parts);
      case Storage.Cloud cloud -> others(cloud.dynamoDb(), parts);
    };
  }

  private static Store own(LocalStore store, DataFolder folder, boolean keeps) {
    return new Store(store.endpoint(), Optional.of(store), folder, keeps);
  }

  private static Store others(URI endpoint, Parts parts) {
    return new Store(endpoint, Optional.empty(), passing(parts), false);
  }

  private static DataFolder passing(Parts parts) {
    return parts.add(DataFolder.temporary());
  }
}
