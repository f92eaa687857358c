/** Days that are played by one thread at a time, in a time of their own, by a seed. */
@NullMarked
package zaqar.local.simulation;

import org.jspecify.annotations.NullMarked;
