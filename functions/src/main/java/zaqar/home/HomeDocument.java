// SPDX-License-Identifier: Apache-2.0
package zaqar.home;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zaqar.http.Json;

/** The home document (contract 3): every relation that this release serves, and no other. */
final class HomeDocument {
  private static final Pattern VARIABLES = Pattern.compile("\\{\\??([a-z_,]+)}");

  private static final Pattern COMMA = Pattern.compile(",");
  private static final String QUEUE = "/v2/queues/{queue_name}";
  private static final String SUBSCRIPTIONS = QUEUE + "/subscriptions";
  private static final String SUBSCRIPTION = SUBSCRIPTIONS + "/{subscription_id}";
  private static final List<Relation> RELATIONS =
      List.of(
          new Relation("queues", "/v2/queues{?marker,limit,detailed}", List.of("GET")),
          new Relation("queue", QUEUE, List.of("GET", "PUT", "PATCH", "DELETE")),
          new Relation("queue_stats", QUEUE + "/stats", List.of("GET")),
          new Relation("queue_share", QUEUE + "/share", List.of("POST")),
          new Relation("queue_purge", QUEUE + "/purge", List.of("POST")),
          new Relation("queue_redrive", QUEUE + "/redrive", List.of("POST")),
          new Relation(
              "messages", QUEUE + "/messages{?marker,limit,echo,include_claimed}", List.of("GET")),
          new Relation("post_messages", QUEUE + "/messages", List.of("POST")),
          new Relation("messages_delete", QUEUE + "/messages{?ids,pop}", List.of("DELETE")),
          new Relation(
              "message_delete", QUEUE + "/messages/{message_id}{?claim_id}", List.of("DELETE")),
          new Relation("message_get", QUEUE + "/messages/{message_id}", List.of("GET")),
          new Relation("post_claim", QUEUE + "/claims{?limit}", List.of("POST")),
          new Relation("claim", QUEUE + "/claims/{claim_id}", List.of("GET")),
          new Relation("patch_claim", QUEUE + "/claims/{claim_id}", List.of("PATCH")),
          new Relation("delete_claim", QUEUE + "/claims/{claim_id}", List.of("DELETE")),
          new Relation("subscriptions_get", SUBSCRIPTIONS + "{?marker,limit}", List.of("GET")),
          new Relation("subscriptions_post", SUBSCRIPTIONS, List.of("POST")),
          new Relation("subscription", SUBSCRIPTION, List.of("GET", "DELETE")),
          new Relation("subscription_patch", SUBSCRIPTION, List.of("PATCH")),
          new Relation("subscription_test", SUBSCRIPTION + "/test", List.of("POST")),
          new Relation("ping", "/v2/ping", List.of("GET", "HEAD")));
  private static final List<Relation> FOR_OPERATORS =
      List.of(
          new Relation("pools", "/v2/pools{?detailed,limit,marker}", List.of("GET")),
          new Relation("pool", "/v2/pools/{pool}", List.of("GET", "PUT", "PATCH", "DELETE")),
          new Relation("flavors", "/v2/flavors{?detailed,limit,marker}", List.of("GET")),
          new Relation("flavor", "/v2/flavors/{flavor}", List.of("GET", "PUT", "PATCH", "DELETE")));
  private static final Relation HEALTH = new Relation("health", "/v2/health", List.of("GET"));

  private HomeDocument() {}

  private record Relation(String name, String template, List<String> methods) {}

  static ObjectNode build(boolean adminMode) {
    ObjectNode document = Json.object();
    ObjectNode resources = document.putObject("resources");
    RELATIONS.forEach(relation -> describe(relation, resources));
    if (adminMode) {
      FOR_OPERATORS.forEach(relation -> describe(relation, resources));
      hint(HEALTH, begin(HEALTH, resources).put("href", HEALTH.template()));
    }
    return document;
  }

  private static ObjectNode begin(Relation relation, ObjectNode resources) {
    return resources.putObject("rel/" + relation.name());
  }

  private static void describe(Relation relation, ObjectNode resources) {
    ObjectNode resource = begin(relation, resources).put("href-template", relation.template());
    ObjectNode variables = resource.putObject("href-vars");
    for (Matcher found = VARIABLES.matcher(relation.template()); found.find(); ) {
      COMMA
          .splitAsStream(found.group(1))
          .forEach(variable -> variables.put(variable, "param/" + variable));
    }
    hint(relation, resource);
  }

  private static void hint(Relation relation, ObjectNode resource) {
    ObjectNode hints = resource.putObject("hints");
    ArrayNode allow = hints.putArray("allow");
    relation.methods().forEach(allow::add);
    hints.putObject("formats").putObject("application/json");
    if (relation.methods().contains("POST")) {
      hints.putArray("accept-post").add("application/json");
    }
  }
}
