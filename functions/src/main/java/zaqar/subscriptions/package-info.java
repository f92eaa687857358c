/** Subscriptions to queues (contract "subscriptions" 1). */
@NullMarked
package zaqar.subscriptions;

import org.jspecify.annotations.NullMarked;
