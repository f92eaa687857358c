// SPDX-License-Identifier: Apache-2.0
/** Measures what the service itself takes of a request, without its store. */
@NullMarked
package zaqar.jmh;

import org.jspecify.annotations.NullMarked;
