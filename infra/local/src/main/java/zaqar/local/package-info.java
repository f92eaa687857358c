/**
 * Runs {@code template.yaml} on one machine: the store, the gateway, and the functions between
 * them.
 */
@NullMarked
package zaqar.local;

import org.jspecify.annotations.NullMarked;
