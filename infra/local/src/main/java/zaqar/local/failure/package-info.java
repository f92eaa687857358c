/** Why the runtime does not start. */
@NullMarked
package zaqar.local.failure;

import org.jspecify.annotations.NullMarked;
