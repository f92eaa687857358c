/** The store of this process, the folder of what is kept, and the tables of the template. */
@NullMarked
package zaqar.local.store;

import org.jspecify.annotations.NullMarked;
