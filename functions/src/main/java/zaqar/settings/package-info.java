/** Settings from the environment, read once and checked. */
@NullMarked
package zaqar.settings;

import org.jspecify.annotations.NullMarked;
