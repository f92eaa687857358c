package zaqar.local.iam;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Sees what the functions of this process ask of AWS: the SDK finds it where it finds the guard.
 */
public final class Witness implements ExecutionInterceptor {
  private static final Set<Seen> SEEN = ConcurrentHashMap.newKeySet();
  private static final Set<Deed> REFUSED = ConcurrentHashMap.newKeySet();
  private static final Predicate<Deed> NOTHING = deed -> false;
  private static final AtomicReference<Predicate<Deed>> LOST = new AtomicReference<>(NOTHING);

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
    LOST.set(NOTHING);
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

  /** Loses the answer of the next call that fits: it was carried out, and nobody knows. */
  public static void loseNext(Predicate<Deed> which) {
    LOST.set(which);
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

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    for (Deed deed : deeds(context)) {
      Predicate<Deed> lost = LOST.get();
      if (lost.test(deed) && LOST.compareAndSet(lost, NOTHING)) {
        throw SdkClientException.create("lost", new IOException("connection reset"));
      }
    }
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
