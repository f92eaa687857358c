// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import zaqar.auth.SignedUrl;
import zaqar.auth.UrlSigner;
import zaqar.local.service.Instance.Reply;
import zaqar.names.ProjectId;

/**
 * P7: whatever a project asks with the names of another's things is answered as if there were no
 * such things, at the same cost, and changes nothing of them. Two projects that have the same ask
 * for the same, one with names that somebody has, and one with names that nobody has.
 */
class CrossingIT {
  private static final String SECRET = "a secret of the service";
  private static final String POOL = "/v2/pools/" + TestStore.SPARE_POOL;
  private static final Map<String, String> ADMIN = Map.of("x-roles", "admin");
  private static final Duration PASSING = Duration.ofSeconds(3);

  private static final MovableClock CLOCK = MovableClock.standing(Instant.now());
  private static final Instance INSTANCE =
      Instance.replayable(
          CLOCK,
          1,
          Map.of(
              "AdminMode", "true",
              "RequireConfirmation", "false",
              "SignedUrlSecret", SECRET));

  private record Seen(
      int status, Map<String, String> headers, String body, double reads, double writes) {}

  @BeforeContainer
  static void registerAPool() {
    String uri = "{\"weight\":0,\"uri\":\"dynamodb://zaqar-pool-" + TestStore.SPARE_POOL + "\"}";
    done(201, Sent.by("operator", "PUT", POOL, uri).with(ADMIN));
  }

  @AfterContainer
  static void removeThePool() {
    done(204, Sent.by("operator", "DELETE", POOL, "").with(ADMIN));
  }

  @Provide
  Arbitrary<Deed> deeds() {
    return Arbitraries.of(Deed.ALL_DEEDS);
  }

  private static JsonNode done(int status, Sent request) {
    Reply reply = INSTANCE.call(request);
    assertThat(reply.status()).as("%s %s %s", request, reply, INSTANCE.log()).isEqualTo(status);
    return reply.body();
  }

  private static String fresh(String kind) {
    return kind + UUID.randomUUID().toString().substring(0, 8) + "a";
  }

  /** A project that has some of everything. Its last queue lets the instance know the pools. */
  private static Names owner(boolean claims) {
    CLOCK.advance(PASSING);
    String project = fresh("owner");
    String queue = fresh("queue");
    String flavor = fresh("flavor");
    String path = "/v2/queues/" + queue;
    done(201, Sent.by(project, "PUT", path, "{\"mine\":\"yes\"}"));
    done(201, Sent.by(project, "POST", path + "/messages", messages(3)));
    String listed = path + "/messages?limit=1&echo=true&include_claimed=true";
    JsonNode page = done(200, Sent.by(project, "GET", listed, ""));
    JsonNode claim = done(201, Sent.by(project, "POST", path + "/claims?limit=2", ""));
    String claimId = claim.at("/messages/0/href").asText().replaceAll(".*claim_id=", "");
    if (!claims) {
      done(204, Sent.by(project, "DELETE", path + "/claims/" + claimId, ""));
    }
    JsonNode subscription = done(201, subscribing(project, path));
    String pools = "{\"pool_list\":[\"" + TestStore.SPARE_POOL + "\"]}";
    done(201, Sent.by(project, "PUT", "/v2/flavors/" + flavor, pools).with(ADMIN));
    CLOCK.advance(PASSING);
    done(201, Sent.by(project, "PUT", "/v2/queues/" + fresh("another"), ""));
    Map<String, String> names = new LinkedHashMap<>();
    names.put("queue", queue);
    names.put("message", page.at("/messages/0/id").asText());
    names.put("claim", claimId);
    names.put("subscription", subscription.path("subscription_id").asText());
    names.put("marker", page.at("/links/0/href").asText().replaceAll(".*marker=([^&]*).*", "$1"));
    names.put("flavor", flavor);
    return new Names(project, names);
  }

  private static String messages(int count) {
    return "{\"messages\":[{\"body\":1}" + ",{\"body\":2}".repeat(count - 1) + "]}";
  }

  private static Sent subscribing(String project, String queue) {
    return Sent.by(
        project, "POST", queue + "/subscriptions", "{\"subscriber\":\"https://192.0.32.1/\"}");
  }

  /** A project that has a queue of the name that it will use, or nothing. */
  private static Names asker(Names names, boolean hasQueue) {
    if (hasQueue) {
      String path = names.fill("/v2/queues/{queue}");
      done(201, Sent.by(names.project(), "PUT", path, "{\"mine\":\"yes\"}"));
      done(201, Sent.by(names.project(), "POST", path + "/messages", messages(2)));
      done(201, subscribing(names.project(), path));
    }
    return names;
  }

  private static Seen seen(Names names, Sent request) {
    INSTANCE.calls().startWithoutHoldUp();
    Reply reply = INSTANCE.call(request);
    Calls.Cost cost = INSTANCE.calls().stop();
    Map<String, String> headers = new HashMap<>(reply.headers());
    headers.remove("X-Openstack-Request-Id");
    headers.remove("Webhook-Secret");
    headers.replaceAll((name, value) -> names.hide(value));
    return new Seen(
        reply.status(), headers, names.hide(reply.body().toString()), cost.reads(), cost.writes());
  }

  private static List<String> has(Names owner) {
    return Deed.LOOKS.stream()
        .map(look -> INSTANCE.call(look.by(owner)))
        .map(reply -> reply.status() + reply.body().toString())
        .toList();
  }

  private static void release(Names owner) {
    String flavor = owner.fill("/v2/flavors/{flavor}");
    done(204, Sent.by(owner.project(), "DELETE", flavor, "").with(ADMIN));
  }

  @Property(tries = 200, seed = "20261123")
  void foreign_isAsIfItWereNotThere(
      @ForAll("deeds") Deed deed, @ForAll boolean hasQueue, @ForAll boolean claims) {
    Names owner = owner(claims);
    List<String> before = has(owner);
    Names foreign = asker(owner.usedBy(fresh("asker")), hasQueue);
    Names madeUp = asker(owner.madeUp(fresh("asker")), hasQueue);

    Seen ofNobody = seen(madeUp, deed.by(madeUp).with(ADMIN));
    Seen ofAnother = seen(foreign, deed.by(foreign).with(ADMIN));

    assertThat(ofAnother).isEqualTo(ofNobody);
    assertThat(has(owner)).isEqualTo(before);
    release(owner);
  }

  @Example
  void signature_ofAnotherProjectIsAsGoodAsNone() {
    Names owner = owner(true);
    Names asker = owner.usedBy(fresh("asker"));
    String path = owner.fill(Deed.CONFIRM.path());
    SignedUrl url =
        SignedUrl.of(path, "PUT", new ProjectId(owner.project()), CLOCK.instant().plus(PASSING));
    String right = new UrlSigner(SECRET, Optional.empty()).sign(url);

    Seen made = seen(asker, Deed.CONFIRM.by(asker).with(signed(url, right)));
    Seen invented = seen(asker, Deed.CONFIRM.by(asker).with(signed(url, "0".repeat(64))));

    assertThat(made).isEqualTo(invented);
    assertThat(made.status()).isEqualTo(404);
    SignedUrl shared =
        SignedUrl.of(
            path.replaceFirst("/subscriptions/.*", "/subscriptions"),
            "PUT",
            new ProjectId(owner.project()),
            CLOCK.instant().plus(PASSING));
    String ofOwner = new UrlSigner(SECRET, Optional.empty()).sign(shared);
    done(204, Deed.CONFIRM.by(owner).with(signed(shared, ofOwner)));
    release(owner);
  }

  private static Map<String, String> signed(SignedUrl url, String signature) {
    return Map.of(
        "url-paths", String.join(",", url.paths()),
        "url-methods", String.join(",", url.methods()),
        "url-expires", url.expires(),
        "url-signature", signature);
  }

  /** Who has something does see it, so these comparisons can fail. */
  @Example
  void own_isSeen() {
    Names owner = owner(true);
    for (Deed look : Deed.LOOKS) {
      Names nobody = owner.madeUp(owner.project());
      Seen own = seen(owner, look.by(owner));
      Seen none = seen(nobody, look.by(nobody));

      assertThat(own).as("%s", look).isNotEqualTo(none);
    }
    release(owner);
  }
}
