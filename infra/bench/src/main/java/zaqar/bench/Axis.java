// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis of a picture, from 0 to 1.
 *
 * @param least at 0
 * @param most at 1
 */
record Axis(double least, double most, boolean isLogarithmic) {
  private static final int TICKS = 5;

  /** Of whole powers of ten around these; the least is above 0. */
  static Axis logarithmic(double least, double most) {
    double low = Math.pow(10, Math.floor(Math.log10(least)));
    double high = Math.pow(10, Math.ceil(Math.log10(most)));
    return new Axis(low, Math.max(high, low * 10), true);
  }

  /** From 0 to a round number above {@code most}. */
  static Axis linear(double most) {
    double step = Math.pow(10, Math.floor(Math.log10(most)));
    return new Axis(0, Math.ceil(most / step) * step, false);
  }

  /** Where a value is. */
  double at(double value) {
    return isLogarithmic
        ? Math.log10(value / least) / Math.log10(most / least)
        : (value - least) / (most - least);
  }

  /** The values to draw lines at. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (isLogarithmic) {
      for (double tick = least; tick <= most * 1.001; tick *= 10) {
        ticks.add(tick);
      }
    } else {
      for (int i = 0; i <= TICKS; i++) {
        ticks.add(most * i / TICKS);
      }
    }
    return ticks;
  }

  /** A value as text, without needless zeros. */
  static String label(double value) {
    String text = String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    return text.contains(".") ? text.replaceFirst("[.]?0+$", "") : text;
  }
}
