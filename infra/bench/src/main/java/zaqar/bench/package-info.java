/** A load generator for any Zaqar v2 endpoint. */
@NullMarked
package zaqar.bench;

import org.jspecify.annotations.NullMarked;
