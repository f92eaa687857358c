/** Until when a request may write. */
@NullMarked
package zaqar.deadline;

import org.jspecify.annotations.NullMarked;
