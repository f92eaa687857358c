/** Subscriptions to queues (contract 8). */
@NullMarked
package zaqar.subscriptions;

import org.jspecify.annotations.NullMarked;
