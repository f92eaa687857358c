/** Flavors: names for sets of pools, which queues choose by. */
@NullMarked
package zaqar.flavors;

import org.jspecify.annotations.NullMarked;
