/** Discovery: versions, home document, ping. */
@NullMarked
package zaqar.home;

import org.jspecify.annotations.NullMarked;
