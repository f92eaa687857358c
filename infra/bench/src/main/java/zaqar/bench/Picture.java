// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Results as a picture: the latency by percentile, and the throughput over time. */
final class Picture {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 300;
  private static final int LEFT = 70;
  private static final int TOP = 40;
  private static final int GAP = 90;
  private static final int LINE = 18;
  private static final String[] COLOURS = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999"
  };
  // 90 %, 99 % and so on are as far from each other.
  private static final double[] PERCENTILES = {
    0, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.975, 99.99
  };
  private static final double MILLISECOND = 1e6;

  private final StringBuilder svg = new StringBuilder();
  private final Map<String, List<Result>> lines = new LinkedHashMap<>();

  private Picture(List<Result> results) {
    for (Result result : results) {
      String name = result.workload().option() + ", " + result.target();
      lines.computeIfAbsent(name, key -> new ArrayList<>()).add(result);
    }
  }

  /** The picture as a document of SVG. */
  static String of(List<Result> results) {
    return new Picture(results).draw();
  }

  private String draw() {
    int legend = 2 * (TOP + HEIGHT) + GAP;
    int whole = legend + LINE * (lines.size() + 1);
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n",
            LEFT + WIDTH + LEFT,
            whole));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    latency(TOP);
    throughput(TOP + HEIGHT + GAP);
    int colour = 0;
    for (String name : lines.keySet()) {
      text(LEFT, legend + colour * LINE, "start", colour(colour), "\u25a0 " + name);
      colour++;
    }
    return svg.append("</svg>\n").toString();
  }

  private void latency(int top) {
    double most = 1;
    double least = 1;
    List<List<double[]>> curves = new ArrayList<>();
    for (List<Result> runs : lines.values()) {
      Histogram sum = new Histogram(3);
      runs.forEach(run -> sum.add(run.latency()));
      List<double[]> curve = curve(sum);
      curves.add(curve);
      most = Math.max(most, curve.getLast()[1]);
      least = Math.min(least, Math.max(0.01, curve.getFirst()[1]));
    }
    Axis y = Axis.logarithmic(least, most);
    text(LEFT, top - 12, "start", "#000000", "Latency by percentile, in milliseconds");
    frame(top, y);
    for (double percent : new double[] {0, 90, 99, 99.9, 99.99}) {
      String label = String.valueOf(percent).replaceFirst("[.]0$", "") + " %";
      text(x(nines(percent)), top + HEIGHT + LINE, "middle", "#000000", label);
    }
    for (int i = 0; i < curves.size(); i++) {
      polyline(curves.get(i), top, y, i);
    }
  }

  private static List<double[]> curve(Histogram histogram) {
    List<double[]> points = new ArrayList<>();
    for (double percent : PERCENTILES) {
      double value = histogram.getValueAtPercentile(percent) / MILLISECOND;
      points.add(new double[] {nines(percent), Math.max(0.01, value)});
    }
    return points;
  }

  // From 0 at 0 % to 1 at 99.99 %.
  private static double nines(double percent) {
    return -Math.log10(1 - percent / 100) / 4;
  }

  private void throughput(int top) {
    double most = 1;
    double longest = 1;
    for (List<Result> runs : lines.values()) {
      double time = 0;
      for (Result run : runs) {
        for (Meter.Sample sample : run.samples()) {
          most = Math.max(most, sample.rate());
        }
        time += run.time().toMillis() / 1000.0;
      }
      longest = Math.max(longest, time);
    }
    Axis y = Axis.linear(most);
    text(LEFT, top - 12, "start", "#000000", "Requests a second over the time that was measured");
    frame(top, y);
    text(x(0), top + HEIGHT + LINE, "middle", "#000000", "0 s");
    String end = String.format(Locale.ROOT, "%.0f s", longest);
    text(x(1), top + HEIGHT + LINE, "middle", "#000000", end);
    int colour = 0;
    for (List<Result> runs : lines.values()) {
      polyline(over(runs, longest), top, y, colour++);
    }
  }

  // The rounds one after the other.
  private static List<double[]> over(List<Result> runs, double longest) {
    List<double[]> points = new ArrayList<>();
    double before = 0;
    for (Result run : runs) {
      for (Meter.Sample sample : run.samples()) {
        double end = before + sample.end().toMillis() / 1000.0;
        points.add(new double[] {Math.min(1, end / longest), sample.rate()});
      }
      before += run.time().toMillis() / 1000.0;
    }
    return points;
  }

  private void frame(int top, Axis y) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\""
                + " stroke=\"#888888\"/>%n",
            LEFT,
            top,
            WIDTH,
            HEIGHT));
    for (double tick : y.ticks()) {
      double at = top + HEIGHT * (1 - y.at(tick));
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
              LEFT,
              LEFT + WIDTH,
              at,
              at));
      text(LEFT - 6, at + 4, "end", "#000000", Axis.label(tick));
    }
  }

  private void polyline(List<double[]> points, int top, Axis y, int colour) {
    svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"").append(colour(colour));
    svg.append("\" points=\"");
    for (double[] point : points) {
      double height = top + HEIGHT * (1 - y.at(point[1]));
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0]), height));
    }
    svg.append("\"/>\n");
  }

  private static double x(double part) {
    return LEFT + WIDTH * part;
  }

  private static String colour(int index) {
    return COLOURS[index % COLOURS.length];
  }

  private void text(double x, double y, String anchor, String colour, String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;");
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            colour,
            safe));
  }
}
