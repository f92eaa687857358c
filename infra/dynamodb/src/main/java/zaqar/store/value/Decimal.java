// SPDX-License-Identifier: Apache-2.0
package zaqar.store.value;

import java.math.BigDecimal;

/** Numbers have 38 digits at most, and a magnitude from 1E-130 to below 1E+126. */
public final class Decimal {
  private static final int MOST_DIGITS = 38;
  private static final int GREATEST_EXPONENT = 125;
  private static final int LEAST_EXPONENT = -130;

  private Decimal() {}

  /** Reads a number. */
  static BigDecimal parse(String text) {
    if (text.isEmpty()) {
      throw Refusal.invalid("The parameter cannot be converted to a numeric value");
    }
    try {
      return checked(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw Refusal.invalid("The parameter cannot be converted to a numeric value: " + text);
    }
  }

  /** The same number in the one form that equal numbers have. */
  static BigDecimal checked(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    if (stripped.signum() == 0) {
      return BigDecimal.ZERO;
    }
    int exponent = exponent(stripped);
    if (exponent > GREATEST_EXPONENT) {
      throw Refusal.invalid(
          "Number overflow. Attempting to store a number with magnitude larger than supported"
              + " range");
    }
    if (exponent < LEAST_EXPONENT) {
      throw Refusal.invalid(
          "Number underflow. Attempting to store a number with magnitude smaller than supported"
              + " range");
    }
    if (stripped.precision() > MOST_DIGITS) {
      throw Refusal.invalid("Attempting to store more than 38 significant digits in a Number");
    }
    return stripped;
  }

  /** The power of ten of the first digit. */
  static int exponent(BigDecimal number) {
    return number.precision() - number.scale() - 1;
  }

  /** About half a byte a digit. */
  static int size(BigDecimal number) {
    return (number.precision() + 1) / 2 + (number.signum() < 0 ? 2 : 1);
  }
}
