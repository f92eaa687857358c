/** What the template has of queues, buses and rules, in a cloud that somebody else runs. */
@NullMarked
package zaqar.local.cloud;

import org.jspecify.annotations.NullMarked;
