/** The secrets that AWS makes up for a stack, on this machine. */
@NullMarked
package zaqar.local.secrets;

import org.jspecify.annotations.NullMarked;
