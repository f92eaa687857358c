// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;

/**
 * What goes wrong between one instance and the store, by a plan for each attempt to make a call,
 * the SDK's own second attempts included. After a crash nothing of the instance reaches the store
 * any more, and what it still answers never reaches its client.
 */
public final class Faults implements ExecutionInterceptor {
  private static final ExecutionAttribute<Call> CALL = new ExecutionAttribute<>("zaqar.call");
  private static final Fault CRASHED = Fault.of(Fault.Kind.CRASH);

  private final Map<String, AtomicInteger> ordinals = new ConcurrentHashMap<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private final Queue<String> befallen = new ConcurrentLinkedQueue<>();
  private volatile Plan plan = Plan.NONE;
  private volatile boolean crashed;

  /** Draws what befalls the n-th attempt from a seed. */
  public static Faults seeded(long seed, Rates rates) {
    Faults faults = new Faults();
    faults.follow(Plan.seeded(seed, rates));
    return faults;
  }

  /** Follows a plan from now on, counting anew. */
  public void follow(Plan next) {
    ordinals.clear();
    attempts.set(0);
    calls.clear();
    befallen.clear();
    plan = next;
  }

  /** Loses the answer of the next call of a kind, once: the store has done what it was told. */
  public void loseNext(Class<? extends SdkRequest> kind) {
    String next = Plan.name(kind) + " 1";
    follow(a -> a.isFirst() && a.call().equals(next) ? Fault.of(Fault.Kind.LOST) : Fault.NONE);
  }

  /** Refuses all calls of a kind before they are sent. */
  public void failAll(Class<? extends SdkRequest> kind) {
    follow(a -> a.isOf(kind) ? Fault.of(Fault.Kind.REFUSED) : Fault.NONE);
  }

  /** Nothing goes wrong from now on. */
  public void heal() {
    follow(Plan.NONE);
  }

  /** Whether the instance has crashed, so that its reply counts as none. */
  public boolean isCrashed() {
    return crashed;
  }

  /** The calls made under this plan, such as {@code PutItem 1}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** Whether no call is under way: a request may be answered before all of its calls are. */
  public boolean isQuiet() {
    return underWay.get() == 0;
  }

  /** The plan and what has come of it. */
  @Override
  public String toString() {
    return plan + " " + befallen;
  }

  /** A call under way, and what befalls its present attempt. */
  private static final class Call {
    private final String label;
    private final Optional<Half> half;
    private Fault fault;
    private boolean isSent;

    Call(String label, Fault fault, Optional<Half> half) {
      this.label = label;
      this.fault = fault;
      this.half = half;
    }
  }

  @Override
  public void beforeExecution(
      Context.BeforeExecution context, ExecutionAttributes executionAttributes) {
    underWay.incrementAndGet();
  }

  @Override
  public void afterExecution(
      Context.AfterExecution context, ExecutionAttributes executionAttributes) {
    underWay.decrementAndGet();
  }

  @Override
  public void onExecutionFailure(
      Context.FailedExecution context, ExecutionAttributes executionAttributes) {
    underWay.decrementAndGet();
  }

  @Override
  public SdkRequest modifyRequest(
      Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
    SdkRequest request = context.request();
    String name = Plan.name(request.getClass());
    String label =
        name + " " + ordinals.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet();
    calls.add(label);
    Fault fault = draw(label, true);
    boolean isPartial = fault.kind() == Fault.Kind.PARTIAL;
    Optional<Half> half = isPartial ? Half.of(request) : Optional.empty();
    boolean isWhole = isPartial && half.isEmpty();
    Fault first = isWhole ? new Fault(Fault.Kind.THROTTLED, fault.delay()) : fault;
    executionAttributes.putAttribute(CALL, new Call(label, first, half));
    return half.map(Half::request).orElse(request);
  }

  private Fault draw(String label, boolean isFirst) {
    int number = attempts.incrementAndGet();
    Fault fault = plan.befalls(new Plan.Attempt(number, label, isFirst));
    if (fault.kind() != Fault.Kind.NONE) {
      befallen.add(number + " " + label + " " + fault);
    }
    return fault;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    Call call = executionAttributes.getAttribute(CALL);
    call.fault = call.isSent ? draw(call.label, false) : call.fault;
    call.isSent = true;
    requireAlive();
    long start = System.nanoTime();
    if (!call.fault.befallsTheAnswer()) {
      try {
        befall(call.fault);
      } catch (AbortedException givenUp) {
        if (call.fault.kind() == Fault.Kind.DELAYED) {
          Straggler.of(context).landAfter(call.fault.delay().minusNanos(System.nanoTime() - start));
        }
        throw givenUp;
      }
    }
  }

  @Override
  public void afterTransmission(
      Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
    Fault fault = executionAttributes.getAttribute(CALL).fault;
    try {
      requireAlive();
      if (fault.befallsTheAnswer()) {
        befall(fault);
      }
    } catch (SdkException unheard) {
      context
          .responseBody()
          .filter(Abortable.class::isInstance)
          .ifPresent(body -> ((Abortable) body).abort());
      throw unheard;
    }
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes executionAttributes) {
    SdkResponse response = context.response();
    Optional<Half> half = executionAttributes.getAttribute(CALL).half;
    return half.map(h -> h.answer().apply(response)).orElse(response);
  }

  private void befall(Fault fault) {
    try {
      Thread.sleep(fault.delay());
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("nobody waits any longer", givenUp);
    }
    crashed |= fault.isCrash();
    requireAlive();
    fault
        .exception()
        .ifPresent(
            exception -> {
              throw exception;
            });
  }

  private void requireAlive() {
    if (crashed) {
      throw CRASHED.exception().orElseThrow();
    }
  }
}
