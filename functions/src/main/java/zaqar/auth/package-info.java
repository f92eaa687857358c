/** Who is calling: project, roles and client; tokens and signed URLs. */
@NullMarked
package zaqar.auth;

import org.jspecify.annotations.NullMarked;
