/** Lambda's pollers between the streams of tables and the functions. */
@NullMarked
package zaqar.local.streams;

import org.jspecify.annotations.NullMarked;
