// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

/** Where rows are. All of it but {@link #await} is called under the lock of writes. */
interface Storage extends AutoCloseable {
  /** Rows of a name, as they were left. */
  <V> Rows<V> open(String name, Form<V> form);

  /** Removes all rows that nobody has opened. */
  void sweep();

  /** Comes after writes that belong together; a crash leaves all of them, or none. */
  void commit();

  /** Forgets writes that were not committed. */
  void discard();

  /** Waits until what was committed survives what it has to survive. Needs no lock. */
  void await();

  /** How many changes of a stream are kept for readers of no name. */
  long mostChanges();

  @Override
  void close();

  /** Storage that is forgotten at the end. */
  static Storage inMemory() {
    return new Storage() {
      private static final long MOST_CHANGES = 10_000;

      @Override
      public <V> Rows<V> open(String name, Form<V> form) {
        return new MemoryRows<>();
      }

      @Override
      public void sweep() {}

      @Override
      public void commit() {}

      @Override
      public void discard() {}

      @Override
      public void await() {}

      @Override
      public long mostChanges() {
        return MOST_CHANGES;
      }

      @Override
      public void close() {}
    };
  }
}
