// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;

/** What the first release has written is served by this one, and what a later one adds is kept. */
class EarlierReleaseIT {
  private static final String LATER = "zz";
  private static final AttributeValue ADDED = AttributeValue.fromS("what a later release adds");
  private static final String TTL_OF_300 =
      "[{\"op\": \"add\", \"path\": \"/metadata/_default_message_ttl\", \"value\": 300}]";
  private static final String LETTER = "\"" + "golden ".repeat(300) + "\"";
  private static final String LARGE = "\"" + Instance.letters(3, 5000) + "\"";

  private final Instance instance = Instance.start();
  private final String queue = UUID.randomUUID().toString();
  private final RawItems items = new RawItems(queue);
  private final Instant now = instance.clock().instant().minusSeconds(20);
  private final GoldenItems golden = new GoldenItems("p", queue, now);

  @BeforeEach
  void createQueue() {
    RawItems.putIntoControlTable(golden.listed("{\"color\":\"red\"}"));
    RawItems.putIntoControlTable(golden.state("{}"));
  }

  /** The n-th of the queue. */
  private Ulid id(int n) {
    return Ulid.min(now.toEpochMilli() + n);
  }

  private static String text(Ulid id) {
    return new MessageId(id, 0).toString();
  }

  private void putAll() throws IOException {
    items.put(golden.plain(id(1), "\"plain\""));
    items.put(golden.released(id(2), "\"released\""));
    items.put(golden.letter(id(3), deflated(LETTER), LETTER.length()));
    golden.apart(id(4), LARGE).forEach(items::put);
  }

  private static byte[] deflated(String text) throws IOException {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(deflated, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return deflated.toByteArray();
  }

  private List<String> bodies(int status, String method, String path, String body) {
    Instance.Reply reply = instance.call(method, queue + path, body);
    assertThat(reply.status()).as("%s", instance.log()).isEqualTo(status);
    return reply.body().path("messages").valueStream().map(m -> m.path("body").toString()).toList();
  }

  private void expect(int status, String method, String path, String body) {
    assertThat(instance.call(method, queue + path, body).status())
        .as("%s %s %s", method, path, instance.log())
        .isEqualTo(status);
  }

  private static String path(Instance.Reply claim) {
    return claim.headers().get("Location").replaceAll(".*/claims/", "/claims/");
  }

  @Test
  void messages_areListedAndGot() throws IOException {
    putAll();

    assertThat(bodies(200, "GET", "/messages?echo=true", ""))
        .containsExactly("\"plain\"", "\"released\"", LETTER, LARGE);
    assertThat(bodies(200, "GET", "/messages?ids=" + text(id(4)) + "," + text(id(3)), ""))
        .containsExactly(LARGE, LETTER);
    expect(200, "GET", "", "");
    assertThat(instance.call("GET", queue, "").body().path("color").asText()).isEqualTo("red");
    assertThat(instance.call("GET", queue + "/stats", "").body().at("/messages/free").asInt())
        .isEqualTo(4);
  }

  @Test
  void messages_areClaimedRenewedReleasedAndPopped() throws IOException {
    putAll();

    Instance.Reply claim = instance.call("POST", queue + "/claims?limit=10", "");
    assertThat(claim.body().path("messages")).hasSize(4);
    expect(204, "PATCH", path(claim), "{\"ttl\": 100, \"grace\": 1000}");
    assertThat(bodies(200, "GET", path(claim), "")).hasSize(4);
    expect(204, "DELETE", path(claim), "");

    assertThat(bodies(200, "DELETE", "/messages?pop=10", ""))
        .containsExactly("\"plain\"", "\"released\"", LETTER, LARGE);
  }

  @Test
  void claim_isShownRenewedAndReleased() {
    Ulid claim = new Ulid(5, 6);
    items.put(golden.claimed(id(1), claim, "\"held\""));
    items.put(golden.claim(claim, id(1)));
    String path = "/claims/" + new ClaimId(claim);

    assertThat(bodies(200, "GET", path, "")).containsExactly("\"held\"");
    expect(403, "DELETE", "/messages/" + text(id(1)), "");
    expect(204, "PATCH", path, "{\"ttl\": 100, \"grace\": 100}");
    expect(204, "POST", "/claims", "");
    expect(204, "DELETE", path, "");
    assertThat(bodies(201, "POST", "/claims", "")).containsExactly("\"held\"");
  }

  @Test
  void message_thatWasClaimedTooOftenMoves() throws IOException {
    items.put(golden.letter(id(3), deflated(LETTER), LETTER.length()));
    String rules = "{\"_max_claim_count\":3,\"_dead_letter_queue\":\"%s-d\"}".formatted(queue);
    RawItems.putIntoControlTable(golden.listed(rules));
    RawItems.putIntoControlTable(golden.state(rules));

    expect(204, "POST", "/claims", "");

    assertThat(bodies(200, "DELETE", "-d/messages?pop=1", "")).containsExactly(LETTER);
  }

  /** Older releases, which add nothing, have to leave these alone, too: all update as this one. */
  @Test
  void attribute_thatALaterReleaseAddsIsKept() {
    items.put(with(golden.plain(id(1), "\"plain\""), LATER, ADDED));
    RawItems.putIntoControlTable(with(golden.state("{}"), LATER, ADDED));
    Instance.Reply claim =
        instance.call("POST", queue + "/claims", "{\"ttl\": 90, \"grace\": 900}");
    assertThat(items.items().getFirst()).containsKey("c").containsEntry(LATER, ADDED);
    expect(204, "PATCH", path(claim), "{\"ttl\": 60, \"grace\": 60}");
    assertThat(items.items().getFirst()).containsEntry(LATER, ADDED);
    expect(204, "DELETE", path(claim), "");
    assertThat(items.items().getFirst()).doesNotContainKey("c").containsEntry(LATER, ADDED);

    expect(200, "PATCH", "", TTL_OF_300);
    expect(204, "POST", "/purge", "");

    assertThat(items.state().get("reserved").s()).contains("300");
    assertThat(items.state()).containsKey("since").containsEntry(LATER, ADDED);
  }

  /** What is written differs from what the first release wrote by what was added since. */
  @Test
  void items_areWrittenAsEverButForTheRequest() {
    instance.post(queue, 1, 10);
    instance.post(queue, 1, 5000);

    List<Map<String, AttributeValue>> written = items.items();

    assertThat(written.get(0).keySet()).isEqualTo(and(golden.plain(id(1), "1").keySet(), "r"));
    assertThat(written.get(1).keySet())
        .isEqualTo(and(golden.apart(id(1), "1").getFirst().keySet(), "r"));
    assertThat(written.get(2)).containsOnlyKeys("p", "i", "v", "x", "z");
    assertThat(written).allSatisfy(item -> assertThat(item.get("v").n()).isEqualTo("1"));
  }

  private static Set<String> and(Set<String> names, String name) {
    Set<String> more = new HashSet<>(names);
    more.add(name);
    return more;
  }

  private static Map<String, AttributeValue> with(
      Map<String, AttributeValue> item, String name, AttributeValue value) {
    Map<String, AttributeValue> more = new HashMap<>(item);
    more.put(name, value);
    return more;
  }
}
