// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Sees what the functions of this process ask of AWS: the SDK finds it where it finds the guard.
 */
public final class Witness implements ExecutionInterceptor {
  private static final Set<Seen> SEEN = ConcurrentHashMap.newKeySet();
  private static final Set<Deed> REFUSED = ConcurrentHashMap.newKeySet();

  /** What a function asked for. */
  public record Deed(String function, Asked asked) {
    /** Whether a policy's texts are about this. */
    public boolean isOf(String action, String resource) {
      return Wildcard.inAnyCase(action).matches(asked.action())
          && Wildcard.of(resource).matches(asked.resource());
    }
  }

  /** A deed, and where it went. */
  private record Seen(String authority, Deed deed) {}

  /** Forgets everything. */
  public static void begin() {
    SEEN.clear();
    REFUSED.clear();
  }

  /** What was sent to one of these addresses. */
  public static Set<Deed> seen(Set<String> authorities) {
    return SEEN.stream()
        .filter(seen -> authorities.contains(seen.authority()))
        .map(Seen::deed)
        .collect(Collectors.toSet());
  }

  /** What functions wanted to do and may not. */
  public static Set<Deed> refused() {
    return Set.copyOf(REFUSED);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    Role.calling()
        .ifPresent(
            role ->
                Asking.by(context.request()).stream()
                    .filter(asked -> !role.allows(asked))
                    .forEach(asked -> REFUSED.add(new Deed(role.function(), asked))));
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    String authority = context.httpRequest().getUri().getAuthority();
    deeds(context).forEach(deed -> SEEN.add(new Seen(authority, deed)));
  }

  private static List<Deed> deeds(Context.BeforeExecution context) {
    return Role.calling().stream()
        .flatMap(
            role ->
                Asking.by(context.request()).stream()
                    .map(asked -> new Deed(role.function(), asked)))
        .toList();
  }
}
