/** Reads the CloudFormation template: parameters, conditions, intrinsics, functions and tables. */
@NullMarked
package zaqar.local.template;

import org.jspecify.annotations.NullMarked;
