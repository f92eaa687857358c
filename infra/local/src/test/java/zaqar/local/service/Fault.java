// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * What befalls one attempt to call the store.
 *
 * @param delay how long it is held up before: on its way there, or its answer on the way back
 */
public record Fault(Kind kind, Duration delay) {
  public static final Fault NONE = of(Kind.NONE);

  /** The ways in which an attempt can go. From {@link #LATE} on, the store does as it is told. */
  public enum Kind {
    /** It is answered. */
    NONE,
    /** It comes late. If nobody waits for it any more, it lands all the same. */
    DELAYED,
    /** There is no connection. */
    REFUSED,
    /** The store breaks down before it has done anything. */
    FAILED,
    /** The store has no capacity left, and does nothing. */
    THROTTLED,
    /** A transaction has hold of the item, and the store does nothing. */
    CONFLICT,
    /** The store does the first half of a batch for lack of capacity. */
    PARTIAL,
    /** The instance ends before it has sent it. */
    CRASH,
    /** The answer comes late. */
    LATE,
    /** The connection breaks before the answer comes. */
    LOST,
    /** The store breaks down before it answers. */
    BROKEN,
    /** The instance ends before the answer comes. */
    CRASH_AFTER
  }

  public static Fault of(Kind kind) {
    return new Fault(kind, Duration.ZERO);
  }

  /** Whether the store has done what it was told by then. */
  boolean befallsTheAnswer() {
    return kind.compareTo(Kind.LATE) >= 0;
  }

  /** Whether nothing of the instance reaches the store from then on. */
  boolean isCrash() {
    return kind == Kind.CRASH || kind == Kind.CRASH_AFTER;
  }

  /** What the SDK would make of it; empty if the attempt goes on. */
  Optional<SdkException> exception() {
    return switch (kind) {
      case NONE, DELAYED, LATE, PARTIAL -> Optional.empty();
      case REFUSED -> Optional.of(broken(new ConnectException("connection refused")));
      case LOST -> Optional.of(broken(new IOException("connection reset")));
      case CRASH, CRASH_AFTER -> Optional.of(SdkClientException.create("the instance crashed"));
      case FAILED, BROKEN ->
          Optional.of(
              InternalServerErrorException.builder()
                  .statusCode(500)
                  .awsErrorDetails(details("InternalServerError"))
                  .build());
      case THROTTLED ->
          Optional.of(
              ProvisionedThroughputExceededException.builder()
                  .statusCode(400)
                  .awsErrorDetails(details("ProvisionedThroughputExceededException"))
                  .build());
      case CONFLICT ->
          Optional.of(
              TransactionConflictException.builder()
                  .statusCode(400)
                  .awsErrorDetails(details("TransactionConflictException"))
                  .build());
    };
  }

  private static SdkException broken(IOException cause) {
    return SdkClientException.create("Unable to execute HTTP request", cause);
  }

  private static AwsErrorDetails details(String code) {
    return AwsErrorDetails.builder().errorCode(code).errorMessage(code).build();
  }

  @Override
  public String toString() {
    return delay.isZero() ? kind.name() : kind + " after " + delay.toMillis() + " ms";
  }
}
