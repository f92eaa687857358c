/** Amazon SES on this machine: takes mail by its API, and hands it to an SMTP server. */
@NullMarked
package zaqar.local.ses;

import org.jspecify.annotations.NullMarked;
