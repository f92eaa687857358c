/** Metrics, which go out with the log. */
@NullMarked
package zaqar.metrics;

import org.jspecify.annotations.NullMarked;
