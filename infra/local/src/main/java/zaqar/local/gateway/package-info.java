/** What API Gateway's HTTP API does for the functions, with payload format 1.0. */
@NullMarked
package zaqar.local.gateway;

import org.jspecify.annotations.NullMarked;
