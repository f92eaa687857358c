/** Who is calling, with what token or signature, in which role, and how often. */
@NullMarked
package zaqar.auth;

import org.jspecify.annotations.NullMarked;
