/** The identifiers that requests carry, each a value that cannot be malformed. */
@NullMarked
package zaqar.names;

import org.jspecify.annotations.NullMarked;
