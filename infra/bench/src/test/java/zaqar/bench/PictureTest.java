// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PictureTest {
  private static Document draw(List<Result> results) throws Exception {
    byte[] svg = Picture.of(results).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg));
  }

  private static List<String> points(Document svg) {
    NodeList lines = svg.getElementsByTagName("polyline");
    List<String> points = new ArrayList<>();
    for (int i = 0; i < lines.getLength(); i++) {
      points.add(lines.item(i).getAttributes().getNamedItem("points").getNodeValue());
    }
    return points;
  }

  @Test
  void picture_hasALineForEachTargetInBothHalves() throws Exception {
    Document svg = draw(List.of(Results.of("a", 10), Results.of("b", 20), Results.of("a", 30)));
    assertThat(points(svg)).hasSize(4).doesNotContain("");
    // Two rounds, one sample each.
    assertThat(points(svg).get(2).trim().split(" ")).hasSize(2);
  }

  @Test
  void picture_staysWithinItsFrame() throws Exception {
    for (String line : points(draw(List.of(Results.of("a", 1), Results.of("b", 5000))))) {
      for (String point : line.trim().split("[ ,]")) {
        assertThat(Double.parseDouble(point)).isBetween(0.0, 1000.0);
      }
    }
  }

  @Test
  void picture_showsNamesAsTheyAre() throws Exception {
    Document svg = draw(List.of(Results.of("<a> & \"b\"", 10)));
    NodeList texts = svg.getElementsByTagName("text");
    assertThat(texts.item(texts.getLength() - 1).getTextContent()).endsWith("<a> & \"b\"");
  }
}
