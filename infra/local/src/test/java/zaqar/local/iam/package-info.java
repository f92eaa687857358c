/** Tests of what functions may do, and a witness of what they do. */
package zaqar.local.iam;
