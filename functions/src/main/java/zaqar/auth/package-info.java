/** Who is calling, how often, and what may be done by a signature alone. */
@NullMarked
package zaqar.auth;

import org.jspecify.annotations.NullMarked;
