/** EventBridge on this machine: the template's buses and rules. */
@NullMarked
package zaqar.local.events;

import org.jspecify.annotations.NullMarked;
