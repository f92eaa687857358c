/** AWS KMS on this machine. */
@NullMarked
package zaqar.local.kms;

import org.jspecify.annotations.NullMarked;
