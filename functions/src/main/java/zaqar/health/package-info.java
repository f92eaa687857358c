/** Whether the pools work: tried out for who asks, and by the clock. */
@NullMarked
package zaqar.health;

import org.jspecify.annotations.NullMarked;
