// SPDX-License-Identifier: Apache-2.0
package zaqar.store.value;

import java.util.List;
import java.util.Map;

/**
 * An error as DynamoDB answers it. It has no stack trace: that a condition does not hold is nothing
 * unusual.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final String VALIDATION = "ValidationException";

  private final String type;
  private final int status;
  private final transient Map<String, Value> item;
  private final transient List<Reason> reasons;

  private Refusal(
      String type, int status, String message, Map<String, Value> item, List<Reason> reasons) {
    super(message, null, false, false);
    this.type = type;
    this.status = status;
    this.item = item;
    this.reasons = reasons;
  }

  /**
   * What became of one action of a cancelled transaction.
   *
   * @param code {@code None} if it was not to blame
   * @param item what stands there, if the action asked for it
   */
  public record Reason(String code, String message, Map<String, Value> item) {
    /** Of an action that would have been carried out. */
    public static final Reason NONE = new Reason("None", "", Map.of());

    /** Whether it is what the transaction failed for. */
    public boolean isCause() {
      return !code.equals(NONE.code);
    }

    /** Of an action that the transaction failed for. */
    public static Reason of(Refusal refusal) {
      String code =
          switch (refusal.type()) {
            case VALIDATION -> "ValidationError";
            case "ConditionalCheckFailedException" -> "ConditionalCheckFailed";
            case "DuplicateItemException" -> "DuplicateItem";
            case "TransactionConflictException" -> "TransactionConflict";
            case "ThrottlingException", "ProvisionedThroughputExceededException" ->
                "ThrottlingError";
            default -> refusal.type();
          };
      return new Reason(code, String.valueOf(refusal.getMessage()), refusal.item());
    }
  }

  /** An error of this type, which clients do not send again. */
  public static Refusal of(String type, String message) {
    return new Refusal(type, 400, message, Map.of(), List.of());
  }

  /** An error of the store itself, after which nobody knows what it has done. */
  public static Refusal internal(String message) {
    return new Refusal("InternalServerError", 500, message, Map.of(), List.of());
  }

  /** The request cannot be understood. */
  public static Refusal invalid(String message) {
    return of(VALIDATION, message);
  }

  /** A parameter of the request has a value that it cannot have. */
  public static Refusal invalidValue(String message) {
    return invalid("One or more parameter values were invalid: " + message);
  }

  /** There is no such table. */
  public static Refusal noTable() {
    return of("ResourceNotFoundException", "Requested resource not found");
  }

  /**
   * The condition does not hold.
   *
   * @param item what stands there, if the request asked for it
   */
  public static Refusal conditionFailed(Map<String, Value> item) {
    return new Refusal(
        "ConditionalCheckFailedException", 400, "The conditional request failed", item, List.of());
  }

  /** A transaction did nothing. */
  public static Refusal cancelled(List<Reason> reasons) {
    String codes = String.join(", ", reasons.stream().map(Reason::code).toList());
    return new Refusal(
        "TransactionCanceledException",
        400,
        "Transaction cancelled, please refer cancellation reasons for specific reasons ["
            + codes
            + "]",
        Map.of(),
        List.copyOf(reasons));
  }

  /** The name of the error. */
  public String type() {
    return type;
  }

  /** The status of the HTTP response. */
  public int status() {
    return status;
  }

  /** What stands in the way of the condition, if the request asked for it. */
  public Map<String, Value> item() {
    return item;
  }

  /** Why a transaction did nothing, by the place of its actions. */
  public List<Reason> reasons() {
    return reasons;
  }
}
