/** Identifies callers by tokens and signatures, and checks their roles and rates. */
@NullMarked
package zaqar.auth;

import org.jspecify.annotations.NullMarked;
