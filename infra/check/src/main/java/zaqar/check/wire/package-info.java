/** How requests reach an endpoint, and answers come back. */
@NullMarked
package zaqar.check.wire;

import org.jspecify.annotations.NullMarked;
