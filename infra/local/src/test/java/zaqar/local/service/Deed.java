// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.List;

/**
 * Something that a project asks for.
 *
 * @param path with names in braces, which {@link Names} fill in
 */
record Deed(String method, String path, String body) {
  private static final String QUEUE = "/v2/queues/{queue}";
  private static final String MESSAGES = QUEUE + "/messages";
  private static final String CLAIM = QUEUE + "/claims/{claim}";
  private static final String SUBSCRIPTIONS = QUEUE + "/subscriptions";
  private static final String SUBSCRIPTION = SUBSCRIPTIONS + "/{subscription}";
  private static final String ALL = "?echo=true&include_claimed=true&include_delayed=true";
  private static final String NOTHING = "";

  static final Deed CONFIRM = new Deed("PUT", SUBSCRIPTION + "/confirm", "{\"confirmed\":true}");

  /** What shows all that a project has in a queue. */
  static final List<Deed> LOOKS =
      List.of(
          get(QUEUE),
          get(QUEUE + "/stats"),
          get(MESSAGES + ALL),
          get(MESSAGES + "/{message}"),
          get(CLAIM),
          get(SUBSCRIPTIONS),
          get(SUBSCRIPTION + "?detailed=true"));

  /** What can be asked with somebody else's names. */
  static final List<Deed> ALL_DEEDS =
      List.of(
          get(QUEUE),
          get("/v2/queues?detailed=true&with_count=true&with_stats=true"),
          get("/v2/queues?marker={queue}"),
          get("/v2/queues?name={queue}&mine=yes"),
          new Deed("PUT", QUEUE, NOTHING),
          new Deed("PUT", QUEUE, "{\"_flavor\":\"{flavor}\"}"),
          new Deed(
              "PATCH", QUEUE, "[{\"op\":\"add\",\"path\":\"/metadata/mine\",\"value\":\"no\"}]"),
          delete(QUEUE),
          get(QUEUE + "/stats"),
          new Deed("POST", QUEUE + "/purge", NOTHING),
          new Deed("POST", QUEUE + "/share", "{}"),
          new Deed("POST", QUEUE + "/redrive", "{\"to\":\"mine\"}"),
          get(MESSAGES + ALL),
          get(MESSAGES + ALL + "&marker={marker}"),
          get(MESSAGES + ALL + "&marker={message}"),
          get(MESSAGES + "?ids={message}"),
          get(MESSAGES + "/{message}"),
          delete(MESSAGES + "/{message}"),
          delete(MESSAGES + "/{message}?claim_id={claim}"),
          delete(MESSAGES + "?ids={message}"),
          delete(MESSAGES + "?pop=5"),
          new Deed("POST", MESSAGES, "{\"messages\":[{\"body\":1}]}"),
          new Deed("POST", QUEUE + "/claims", NOTHING),
          get(CLAIM),
          new Deed("PATCH", CLAIM, "{\"ttl\":100}"),
          delete(CLAIM),
          get(SUBSCRIPTIONS),
          get(SUBSCRIPTIONS + "?marker={subscription}"),
          new Deed("POST", SUBSCRIPTIONS, "{\"subscriber\":\"https://192.0.32.1/\"}"),
          get(SUBSCRIPTION),
          new Deed("POST", SUBSCRIPTION + "/test", NOTHING),
          new Deed("PATCH", SUBSCRIPTION, "{\"ttl\":100}"),
          delete(SUBSCRIPTION),
          CONFIRM,
          get("/v2/flavors?detailed=true"),
          get("/v2/flavors?marker={flavor}"),
          get("/v2/flavors/{flavor}"),
          delete("/v2/flavors/{flavor}"),
          get("/v2/ping"));

  private static Deed get(String path) {
    return new Deed("GET", path, NOTHING);
  }

  private static Deed delete(String path) {
    return new Deed("DELETE", path, NOTHING);
  }

  /** The request of a project, with its names. */
  Sent by(Names names) {
    return Sent.by(names.project(), method, names.fill(path), names.fill(body));
  }
}
