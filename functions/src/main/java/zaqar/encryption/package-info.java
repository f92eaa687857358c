/** Encryption of bodies: data keys, and what keeps them secret. */
@NullMarked
package zaqar.encryption;

import org.jspecify.annotations.NullMarked;
