/** Who is calling: project and client. */
@NullMarked
package zaqar.auth;

import org.jspecify.annotations.NullMarked;
