// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The messages of a queue, by token and by id. */
final class Lives {
  private final Map<String, Life> byToken = new LinkedHashMap<>();
  private final Map<String, Set<Life>> byId = new HashMap<>();

  /** Looks for messages among acts and claims. */
  Lives(List<Act> acts, Holds holds) {
    for (Act act : acts) {
      if (act instanceof Act.Post post) {
        addAll(post);
      }
    }
    for (Act act : acts) {
      if (act instanceof Act.Delivery delivery) {
        for (Act.Shown shown : delivery.messages()) {
          Life life = byToken.computeIfAbsent(shown.token(), t -> new Life(t, null, 0));
          call(life, shown.id(), act);
          life.isDelivered(delivery);
        }
      }
    }
    for (Hold hold : holds.told()) {
      hold.claim().messages().forEach(shown -> life(shown).isHeld(hold));
    }
  }

  private void addAll(Act.Post post) {
    for (int i = 0; i < post.drafts().size(); i++) {
      Life life = new Life(post.drafts().get(i).token(), post, i);
      byToken.put(life.token(), life);
      if (i < post.ids().size()) {
        call(life, post.ids().get(i), post);
      }
    }
  }

  private void call(Life life, String id, Act by) {
    life.isCalled(id, by);
    byId.computeIfAbsent(id, key -> new LinkedHashSet<>()).add(life);
  }

  Collection<Life> all() {
    return byToken.values();
  }

  /** The message that a delivery shows. */
  Life life(Act.Shown shown) {
    return Objects.requireNonNull(byToken.get(shown.token()));
  }

  /** The messages that a delivery shows, in order. */
  List<Life> in(Act.Delivery delivery) {
    return delivery.messages().stream().map(this::life).toList();
  }

  /** The message of this id; more than one is wrong, and none is unknown. */
  Collection<Life> called(String id) {
    return byId.getOrDefault(id, Set.of());
  }

  /** Ids that more than one message was seen under. */
  List<String> sharedIds() {
    List<String> shared = new ArrayList<>();
    byId.forEach(
        (id, lives) -> {
          if (lives.size() > 1) {
            shared.add(id);
          }
        });
    return shared;
  }
}
