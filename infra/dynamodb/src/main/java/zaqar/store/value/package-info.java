/** What items are made of: values, their order and their size. */
@NullMarked
package zaqar.store.value;

import org.jspecify.annotations.NullMarked;
