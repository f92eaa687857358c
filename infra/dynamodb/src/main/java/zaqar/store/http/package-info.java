/** The ways in: HTTP on the loopback, and the SDK's pipeline without sockets. */
@NullMarked
package zaqar.store.http;

import org.jspecify.annotations.NullMarked;
