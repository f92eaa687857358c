/**
 * The ways in: HTTP on the loopback, and the SDK's pipeline without sockets. The local runtime's
 * gateway, and what it plays of AWS, stand on the same HTTP server.
 */
@NullMarked
package zaqar.store.http;

import org.jspecify.annotations.NullMarked;
