/** Delivery: what is sent to subscribers, where it may be sent, and what became of it. */
@NullMarked
package zaqar.delivery;

import org.jspecify.annotations.NullMarked;
