/** What a process remembers, within bounds. */
@NullMarked
package zaqar.cache;

import org.jspecify.annotations.NullMarked;
