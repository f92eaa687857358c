// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A message as sent, before the queue has been asked what it thinks of it.
 *
 * @param body the JSON text
 * @param ttl seconds, if given
 * @param delay whatever was given: not every queue looks at it
 */
record MessageDraft(String body, OptionalLong ttl, @Nullable JsonNode delay) {}
