/** What Lambda does for every function, whoever calls it. */
@NullMarked
package zaqar.local.lambda;

import org.jspecify.annotations.NullMarked;
