/** Functions that are called by the clock. */
@NullMarked
package zaqar.local.schedules;

import org.jspecify.annotations.NullMarked;
