// SPDX-License-Identifier: Apache-2.0
package zaqar.local.openapi;

import java.net.http.HttpHeaders;

/** What came back. */
@SuppressWarnings("ArrayRecordComponent") // Answers are never compared.
public record Answer(int status, HttpHeaders headers, byte[] body) {}
