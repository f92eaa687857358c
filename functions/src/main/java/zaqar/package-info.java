/** The Lambda entry points, and the one place where everything they need is built. */
@NullMarked
package zaqar;

import org.jspecify.annotations.NullMarked;
