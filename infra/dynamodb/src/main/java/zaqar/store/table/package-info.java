/** Tables, their keys and their streams. */
@NullMarked
package zaqar.store.table;

import org.jspecify.annotations.NullMarked;
