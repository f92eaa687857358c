// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.io.IOException;

/**
 * One client at one queue. Its operations return how many messages they moved, or {@link #FAILED}.
 */
interface Client extends AutoCloseable {
  /** What an operation returns that was refused. */
  int FAILED = -1;

  /** Makes the queue. */
  void create() throws IOException;

  /** Deletes the queue. */
  void delete() throws IOException;

  /** Posts messages in one request. */
  int post(int count) throws IOException;

  /** Posts about so many messages, and remembers some of their ids. */
  void fill(int count) throws IOException;

  /** Lists the next page of ten by marker, from the start again after the last one. */
  int list() throws IOException;

  /** Claims ten messages, and deletes each. */
  int claimAndDeleteEach() throws IOException;

  /** Claims ten messages, and deletes them in one request. */
  int claimAndDeleteAll() throws IOException;

  /** Pops ten messages. */
  int pop() throws IOException;

  /** Gets a message by its id. */
  int get() throws IOException;

  /** Asks for the queue's stats. */
  int stats() throws IOException;

  /** Where its requests are counted. */
  Caller caller();

  @Override
  default void close() {
    caller().close();
  }
}
