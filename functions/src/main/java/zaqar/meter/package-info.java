/** What requests and batches cost and do, as it is counted while they are under way. */
@NullMarked
package zaqar.meter;

import org.jspecify.annotations.NullMarked;
