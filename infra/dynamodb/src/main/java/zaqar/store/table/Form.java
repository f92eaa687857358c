// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;

/** How values of one kind become bytes, and become themselves again. */
interface Form<V> {
  /** Appends the bytes of a value. */
  void write(V value, WriteBuffer out);

  /** Reads the bytes of one value. */
  V read(ByteBuffer in);
}
