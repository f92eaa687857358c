/** Queues: metadata, listing, state, statistics, purge. */
@NullMarked
package zaqar.queues;

import org.jspecify.annotations.NullMarked;
