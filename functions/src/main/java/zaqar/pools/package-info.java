/** Pools: the message tables that queues are put into, and which one a new queue gets. */
@NullMarked
package zaqar.pools;

import org.jspecify.annotations.NullMarked;
