/** Requests, responses, routes and filters: all that knows HTTP and nothing that knows queues. */
@NullMarked
package zaqar.http;

import org.jspecify.annotations.NullMarked;
