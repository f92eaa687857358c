// SPDX-License-Identifier: Apache-2.0
package zaqar.jmh;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import zaqar.jmh.Growth.Cost;
import zaqar.jmh.Growth.Dimension;
import zaqar.jmh.Growth.Operation;
import zaqar.jmh.Growth.Point;

/** What {@link Growth} has measured as a picture: a row for units and one for time, in SVG. */
final class Chart {
  private static final int WIDTH = 220;
  private static final int HEIGHT = 160;
  private static final int LEFT = 60;
  private static final int TOP = 40;
  private static final int ACROSS = WIDTH + LEFT;
  private static final int DOWN = HEIGHT + 80;
  private static final int LINE = 18;
  private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7");
  private static final List<Operation> OPERATIONS = List.of(Operation.values());
  private static final List<Dimension> DIMENSIONS = List.of(Dimension.values());

  private final StringBuilder svg = new StringBuilder();
  private final List<Point> points;

  private Chart(List<Point> points) {
    this.points = points;
  }

  static String of(List<Point> points) {
    return new Chart(points).draw();
  }

  private String draw() {
    append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">%n",
        ACROSS * DIMENSIONS.size() + LEFT, TOP + 2 * DOWN + LINE);
    append("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
    row(TOP, "write and read units", cost -> cost.writes() + cost.reads());
    row(TOP + DOWN, "microseconds of the processor", Cost::microseconds);
    for (Operation operation : OPERATIONS) {
      String name = operation.name().toLowerCase(Locale.ROOT) + " ten";
      int x = LEFT + OPERATIONS.indexOf(operation) * WIDTH / 2;
      text(x, TOP + 2 * DOWN, "start", colour(operation), "\u25a0 " + name);
    }
    return svg.append("</svg>\n").toString();
  }

  private void row(int top, String what, ToDoubleFunction<Cost> value) {
    double most =
        points.stream()
            .flatMap(point -> point.costs().values().stream())
            .mapToDouble(value)
            .max()
            .orElse(1);
    text(LEFT, top - LINE, "start", "#000000", what);
    text(LEFT - 6, top + 4, "end", "#000000", String.format(Locale.ROOT, "%.0f", most));
    text(LEFT - 6, top + HEIGHT + 4, "end", "#000000", "0");
    for (Dimension dimension : DIMENSIONS) {
      int left = LEFT + DIMENSIONS.indexOf(dimension) * ACROSS;
      append(
          "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888888\"/>%n",
          left, top, WIDTH, HEIGHT);
      panel(left, top, most, dimension, value);
    }
  }

  private void panel(
      int left, int top, double most, Dimension dimension, ToDoubleFunction<Cost> value) {
    List<Point> here = points.stream().filter(p -> p.dimension() == dimension).toList();
    String from = String.format(Locale.ROOT, "%,d", here.getFirst().size());
    String to = String.format(Locale.ROOT, "%,d %s", here.getLast().size(), dimension.shown);
    text(left, top + HEIGHT + LINE, "start", "#000000", from);
    text(left + WIDTH, top + HEIGHT + LINE, "end", "#000000", to);
    for (Operation operation : OPERATIONS) {
      append(
          "<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"%s\" points=\"",
          colour(operation));
      for (int i = 0; i < here.size(); i++) {
        double y = value.applyAsDouble(here.get(i).costs().get(operation)) / most;
        double x = left + (double) WIDTH * i / (here.size() - 1);
        append("%.1f,%.1f ", x, top + HEIGHT * (1 - y));
      }
      append("\"/>%n");
    }
  }

  private static String colour(Operation operation) {
    return COLOURS.get(OPERATIONS.indexOf(operation));
  }

  private void text(int x, int y, String anchor, String colour, String text) {
    append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
        x, y, anchor, colour, text);
  }

  private void append(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
