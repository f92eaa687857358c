// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

/** Who sent a request: the project it acts for and the client it comes from. */
public record Caller(ProjectId project, ClientId client) {}
