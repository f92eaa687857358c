// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zaqar.check.history.Event;

/** What an event was about. Times and spans are nanoseconds. */
sealed interface Act {
  Event event();

  default long start() {
    return event().start();
  }

  default long end() {
    return event().end();
  }

  /** Whether the request was carried out, or may have been, or may yet be. */
  default boolean mayHaveHappened() {
    return event().succeeded() || !event().isDefinite();
  }

  /** A message as an answer shows it. */
  record Shown(String id, String token) {}

  /** An act whose answer shows messages. */
  sealed interface Delivery extends Act {
    List<Shown> messages();
  }

  /**
   * A post.
   *
   * @param drafts what was posted, in order
   * @param ids what the messages were called, in the same order; none unless it was acknowledged
   */
  record Post(Event event, List<Draft> drafts, List<String> ids) implements Act {}

  /**
   * A message to be.
   *
   * @param delay null if none was given
   */
  record Draft(String token, long ttl, @Nullable Long delay) {}

  /**
   * A page of a list.
   *
   * @param marker where it begins; empty for the start of the queue
   * @param next the marker of the next page; empty if there is no link to one
   */
  record Page(
      Event event, Filter filter, int limit, String marker, List<Shown> messages, String next)
      implements Delivery {
    /** Whether it tells that the queue ends here. */
    boolean isEnd() {
      return event.succeeded() && messages.isEmpty() && next.isEmpty();
    }
  }

  /** A look at messages by their ids; what does not exist is not shown. */
  record Look(Event event, List<String> ids, List<Shown> messages) implements Delivery {
    /** The ids under which nothing was found, if it is known what was. */
    List<String> notFound() {
      List<String> notFound = new ArrayList<>(event.isDefinite() ? ids : List.of());
      messages.forEach(shown -> notFound.remove(shown.id()));
      return notFound;
    }
  }

  /** An act that takes up to {@code limit} messages from the head of the queue. */
  sealed interface Take extends Delivery {
    int limit();
  }

  /**
   * A claim.
   *
   * @param id empty if there is none, or none is known
   */
  record Claim(Event event, long ttl, long grace, int limit, String id, List<Shown> messages)
      implements Take {}

  /** A pop. */
  record Pop(Event event, int limit, List<Shown> messages) implements Take {}

  /** A renewal of a claim. */
  record Renewal(Event event, String claim, long ttl, long grace) implements Act {}

  /** A release of a claim. */
  record Release(Event event, String claim) implements Act {}

  /**
   * A deletion of messages.
   *
   * @param claim empty if none was named
   */
  record Deletion(Event event, List<String> ids, String claim) implements Act {}

  /** A purge of all messages, or a deletion of the queue. */
  record Clearing(Event event) implements Act {}

  /** A creation of the queue, or a change of its metadata. */
  record Setup(Event event, JsonNode metadata) implements Act {}

  /** Anything else. */
  record Other(Event event) implements Act {}
}
