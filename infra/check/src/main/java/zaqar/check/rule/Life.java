// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zaqar.check.history.Event;

/**
 * All that a history tells of one message, which is known by its token. Who posted a message that
 * came from another queue is not told.
 */
final class Life {
  private final String token;
  private final Act.@Nullable Post post;
  private final int index;
  private final Map<String, Act> ids = new LinkedHashMap<>();
  private final List<Act.Delivery> deliveries = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>();
  private Act.@Nullable Delivery last;
  private @Nullable Act remover;
  private long mayBeGone = Event.NEVER;
  private long mayBePopped = Event.NEVER;

  Life(String token, Act.@Nullable Post post, int index) {
    this.token = token;
    this.post = post;
    this.index = index;
  }

  void isCalled(String id, Act by) {
    ids.putIfAbsent(id, by);
  }

  /** Deliveries are told in the order of their starts. */
  void isDelivered(Act.Delivery by) {
    deliveries.add(by);
    last = by;
  }

  void isHeld(Hold by) {
    holds.add(by);
  }

  void mayBeGone(long from) {
    mayBeGone = Math.min(mayBeGone, from);
  }

  void mayBePopped(long from) {
    mayBePopped = Math.min(mayBePopped, from);
  }

  void isGone(Act by) {
    mayBeGone(by.start());
    remover = remover == null || by.end() < remover.end() ? by : remover;
  }

  String token() {
    return token;
  }

  Act.@Nullable Post post() {
    return post;
  }

  /** Its place in its post. */
  int index() {
    return index;
  }

  /** The ids it was seen under, each with the act that told it first; more than one is wrong. */
  Map<String, Act> ids() {
    return ids;
  }

  List<Act.Delivery> deliveries() {
    return deliveries;
  }

  /** In the order of their starts. */
  List<Hold> holds() {
    return holds;
  }

  /** Of all that delivered it, what began last. */
  Act.@Nullable Delivery last() {
    return last;
  }

  /** What removed it for sure; if more than one did, what was answered first. */
  @Nullable Act remover() {
    return remover;
  }

  /** It cannot have been there earlier. */
  long begun() {
    return post == null ? 0 : post.start();
  }

  /** It was there from then on; never, if its post was not acknowledged. */
  long acknowledged() {
    return post != null && post.event().succeeded() ? post.end() : Event.NEVER;
  }

  /** Until then nothing can have removed it, but for pops that nobody knows the outcome of. */
  long safeFromAllButPops() {
    return mayBeGone;
  }

  /** Until then nothing can have removed it. */
  long safe() {
    return Math.min(mayBeGone, mayBePopped);
  }

  /** Until then it was there: nothing can have removed it, or it was seen later than that. */
  long surelyThere() {
    return last == null || isOver(last.start()) ? safe() : Math.max(safe(), last.start());
  }

  /** Whether it was surely gone at some time. */
  boolean isOver(long time) {
    return remover != null && remover.end() < time;
  }

  /** Whether it was posted by this client; an id may be written with dashes or without. */
  boolean isBy(String client) {
    return post != null && plain(post.event().call().client()).equals(plain(client));
  }

  private static String plain(String client) {
    return client.replace("-", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return ids.isEmpty()
        ? "message " + token
        : "message " + token + " (" + String.join(", ", ids.keySet()) + ")";
  }
}
