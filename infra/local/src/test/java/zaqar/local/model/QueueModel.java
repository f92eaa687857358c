// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A queue as the contract has it: a list of messages, and what each operation does to it. Nothing
 * here knows of stores, instances or faults.
 */
class QueueModel {
  private final String name;
  private final List<Message> messages = new ArrayList<>();
  private final Map<String, Claim> claims = new HashMap<>();
  private boolean exists;
  private Rules rules = Rules.NONE;

  QueueModel(String name) {
    this.name = name;
  }

  /** A claim's ttl, and when it was made or renewed last. */
  record Claim(Duration ttl, Duration grace, Instant since) {
    Instant end() {
      return since.plus(ttl);
    }
  }

  String name() {
    return name;
  }

  Rules rules() {
    return rules;
  }

  /** Creates the queue, unless it exists. */
  boolean create(Rules wanted) {
    if (exists) {
      return false;
    }
    exists = true;
    rules = wanted;
    return true;
  }

  void delete() {
    messages.clear();
    exists = false;
    rules = Rules.NONE;
  }

  void purge() {
    messages.clear();
  }

  void post(List<Message> posted) {
    create(Rules.NONE);
    add(posted);
  }

  /** Adds messages at the places that their ids give them. */
  void add(List<Message> more) {
    messages.addAll(more);
    Collections.sort(messages);
  }

  void remove(List<Message> gone) {
    messages.removeAll(gone);
  }

  /** What has not ended, in order. */
  List<Message> live(Instant now) {
    return messages.stream().filter(message -> message.isLive(now)).toList();
  }

  List<Message> available(Instant now) {
    return live(now).stream().filter(m -> !m.isClaimed(now) && !m.isDelayed(now)).toList();
  }

  Optional<Message> find(String id, Instant now) {
    return live(now).stream().filter(message -> message.id.equals(id)).findFirst();
  }

  /** Whether a message at hand, a claim or a message's end is not quite certain at that time. */
  boolean isUncertain(Instant now) {
    return messages.stream().anyMatch(message -> message.endsNear(now));
  }

  /** Whether a claim that ends then would end close to one of the messages. */
  boolean isUncertainUnderAClaimUntil(Instant end) {
    return messages.stream()
        .anyMatch(m -> Duration.between(m.expiry, end).abs().compareTo(Duration.ofSeconds(4)) < 0);
  }

  List<Message> messagesOf(String author) {
    return messages.stream().filter(message -> message.author.equals(author)).toList();
  }

  void deleteAll(Collection<String> ids) {
    messages.removeIf(message -> ids.contains(message.id));
  }

  List<Message> pop(int count, Instant now) {
    List<Message> popped = available(now).stream().limit(count).toList();
    remove(popped);
    return popped;
  }

  /**
   * Claims messages. What was claimed too often before takes up its share of {@code limit}, and is
   * moved.
   *
   * @param letters takes what has to go to the dead-letter queue
   */
  List<Message> claim(String id, Claim claim, int limit, List<Message> letters) {
    List<Message> taken = new ArrayList<>();
    for (Message message : available(claim.since()).stream().limit(limit).toList()) {
      if (rules.maxClaims() > 0 && message.claimCount >= rules.maxClaims()) {
        letters.add(message);
      } else {
        message.claim = id;
        message.claimCount += rules.maxClaims() > 0 ? 1 : 0;
        taken.add(message);
      }
    }
    remove(letters);
    hold(id, claim, taken);
    return taken;
  }

  private void hold(String id, Claim claim, List<Message> held) {
    claims.put(id, claim);
    for (Message message : held) {
      message.claimedUntil = claim.end();
      extend(message, claim);
    }
  }

  /** A message that would end before its claim is given the claim's grace. */
  void extend(Message message, Claim claim) {
    if (message.expiry.isBefore(claim.end())) {
      message.expiry = claim.end().plus(claim.grace());
      message.ttl = claim.ttl().plus(claim.grace());
    }
  }

  /** What a claim still holds; nothing if there is no such claim, or none any more. */
  List<Message> held(String claim, Instant now) {
    return live(now).stream().filter(m -> m.claim.equals(claim) && m.isClaimed(now)).toList();
  }

  Claim claim(String id) {
    return claims.get(id);
  }

  boolean renew(String id, Claim claim) {
    List<Message> held = held(id, claim.since());
    hold(id, claim, held);
    return !held.isEmpty();
  }

  void release(String id, Instant now) {
    for (Message message : held(id, now)) {
      message.claim = "";
      message.claimedUntil = Instant.EPOCH;
    }
  }

  /**
   * Deletes a message.
   *
   * @param claim as given; empty if none is
   * @return the status of the answer
   */
  int delete(String id, String claim, Instant now) {
    Optional<Message> message = find(id, now);
    if (message.isEmpty()) {
      return 204;
    }
    boolean isClaimed = message.get().isClaimed(now);
    boolean isHolder = isClaimed && message.get().claim.equals(claim);
    if (isHolder || (!isClaimed && claim.isEmpty())) {
      remove(List.of(message.get()));
      return 204;
    }
    return isClaimed && !claim.equals("nonsense") ? 403 : 400;
  }
}
