/** The deployment zip, run as Lambda runs it: by Amazon's runtime interface client. */
package zaqar.local.deployed;
