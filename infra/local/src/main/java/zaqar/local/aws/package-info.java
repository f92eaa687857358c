/** Clients of what stands in for AWS on this machine. */
@NullMarked
package zaqar.local.aws;

import org.jspecify.annotations.NullMarked;
