/** Receivers: how a subscriber is reached by HTTP and by mail, and what becomes of a try. */
@NullMarked
package zaqar.receivers;

import org.jspecify.annotations.NullMarked;
