// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.ADMIN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zaqar.local.openapi.ApiDocument;
import zaqar.local.openapi.Operation;

/**
 * The operations in infra/openapi.yaml are those that are served, and each of them succeeds in
 * every way that is described. That answers are as described is checked with every {@link Call}.
 */
@Against(ADMIN)
class OpenApiContractIT {
  private static final ApiDocument DOCUMENT = ApiDocument.ours();
  private static final String SUBSCRIBER = "{'subscriber': 'https://hooks.example/'}";

  private final Zaqar zaqar;
  private final Operator operator;
  private final Queue queue;
  private final Set<String> met = new TreeSet<>();

  OpenApiContractIT(Zaqar zaqar, MessageTables tables) {
    this.zaqar = zaqar;
    operator = new Operator(zaqar, tables);
    queue = zaqar.queue();
  }

  @AfterEach
  void cleanUp() {
    operator.close();
  }

  static Set<String> paths() {
    return DOCUMENT.paths();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void path_hasTheMethodsOfItsRoute(String path) {
    Reply options = zaqar.call("OPTIONS", path.replaceAll("[{}]", "")).expect(200);

    Set<String> methods = new TreeSet<>(DOCUMENT.methods(path));
    methods.add("OPTIONS");
    assertThat(options.header("Allow").orElse("").split(", "))
        .containsExactlyInAnyOrderElementsOf(methods);
  }

  @Test
  void relations_ofTheHomeDocumentAreInIt() {
    assertThat(zaqar.get("/v2/").expect(200).json().path("resources"))
        .allSatisfy(
            relation -> {
              String href = relation.path("href-template").asText(relation.path("href").asText());
              assertThat(DOCUMENT.paths()).contains(href.replaceFirst("\\{[?].*", ""));
            });
  }

  @Test
  void operations_succeedInAllWaysThatAreDescribed() {
    discover();
    useQueue();
    useMessages();
    useClaims();
    useSubscriptions();
    operate();

    assertThat(met)
        .containsExactlyElementsOf(
            DOCUMENT.operations().stream()
                .map(Operation::successes)
                .flatMap(Set::stream)
                .sorted()
                .toList());
  }

  /** Sends, and notes which operation this was. */
  private Reply meet(int status, Call call) {
    Reply reply = call.expect(status);
    String[] asked = reply.call().split(" ", 2);
    String path = URI.create(asked[1]).getRawPath();
    met.add(DOCUMENT.operation(asked[0], path).orElseThrow() + " " + status);
    return reply;
  }

  private void discover() {
    meet(300, zaqar.get("/"));
    meet(200, zaqar.get("/v2/"));
    meet(204, zaqar.get("/v2/ping"));
    meet(204, zaqar.call("HEAD", "/v2/ping"));
    meet(200, zaqar.get("/confirm"));
  }

  private void useQueue() {
    meet(201, queue.put("{}"));
    meet(204, queue.put("{}"));
    meet(200, zaqar.get("/v2/queues?detailed=true&with_count=true&with_stats=true"));
    meet(200, zaqar.get(queue.path()));
    meet(200, queue.patch("[{'op': 'add', 'path': '/metadata/a', 'value': 1}]"));
    meet(200, zaqar.get(queue.path("/stats")));
    meet(200, zaqar.post(queue.path("/share")).json("{}"));
    Queue other = zaqar.queue();
    meet(204, zaqar.post(other.path("/purge")));
    meet(200, zaqar.post(other.path("/redrive")).json("{}"));
    meet(204, zaqar.delete(other.path()));
  }

  private void useMessages() {
    Reply posted = meet(201, queue.postDocument("{'messages': [{'body': 1}, {'body': 2}]}"));
    String first = Queue.idIn(posted.json().path("resources").path(0));
    String second = Queue.idIn(posted.json().path("resources").path(1));
    meet(200, queue.messages("GET", "?echo=true"));
    meet(200, queue.messages("GET", "?ids=" + first));
    meet(200, queue.message("GET", first));
    meet(204, queue.message("DELETE", first));
    meet(204, queue.messages("DELETE", "?ids=" + second));
    queue.postNumbers(1);
    meet(200, queue.pop(1));
  }

  private void useClaims() {
    meet(204, queue.claims("", "{}"));
    queue.postNumbers(1);
    Claim claim = Claim.in(queue, meet(201, queue.claims("", "{}")));
    meet(200, claim.get());
    meet(204, claim.renew("{}"));
    meet(204, zaqar.delete(claim.path()));
  }

  private void useSubscriptions() {
    String id = meet(201, queue.subscribe(SUBSCRIBER)).json().path("subscription_id").asText();
    meet(200, queue.subscription("GET", ""));
    meet(200, queue.subscription("GET", id));
    meet(204, queue.subscription("PATCH", id).json("{'ttl': 60}"));
    meet(204, queue.subscription("PUT", id + "/confirm").json("{'confirmed': false}"));
    meet(204, queue.subscription("DELETE", id));
    try (Receivers receivers = Receivers.start()) {
      String told = receivers.subscribe(queue, "/200");
      meet(202, queue.subscription("POST", told + "/test"));
      queue.subscription("GET", told + "?detailed=true").expect(200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void operate() {
    String pool = operator.name("a");
    String flavor = operator.name("gold");
    String table = operator.shownPool(operator.newPool("b")).path("uri").asText();
    operator.pool("DELETE", operator.name("b")).expect(204);
    meet(201, operator.pool("PUT", pool).json("{'weight': 0, 'uri': '" + table + "'}"));
    meet(200, operator.get("/v2/pools?detailed=true"));
    meet(200, operator.pool("GET", pool));
    meet(200, operator.pool("PATCH", pool).json("{'weight': 1}"));
    String pools = "{'pool_list': ['" + pool + "']}";
    meet(201, operator.flavor("PUT", flavor).json(pools));
    meet(200, operator.flavor("PATCH", flavor).json(pools));
    meet(200, zaqar.get("/v2/flavors?detailed=true"));
    meet(200, zaqar.get("/v2/flavors/" + flavor));
    meet(200, operator.get("/v2/health"));
    meet(204, operator.flavor("DELETE", flavor));
    meet(204, operator.pool("DELETE", pool));
  }
}
