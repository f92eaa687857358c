/** Claims: taking, renewing, releasing, and what happens at the claim limit. */
@NullMarked
package zaqar.claims;

import org.jspecify.annotations.NullMarked;
