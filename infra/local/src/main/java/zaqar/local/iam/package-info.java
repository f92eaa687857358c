/** Judges what functions ask of AWS by the policies of the template, as IAM does. */
@NullMarked
package zaqar.local.iam;

import org.jspecify.annotations.NullMarked;
