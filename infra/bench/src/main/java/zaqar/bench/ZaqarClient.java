// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A client of Zaqar's API, version 2. */
final class ZaqarClient implements Client {
  private static final int BATCH = 20;
  private static final int MOST_IDS = 1000;
  private static final int MOST_TRIES = 10;
  private static final byte[] CLAIM =
      "{\"ttl\": 300, \"grace\": 60}".getBytes(StandardCharsets.UTF_8);

  private final Caller caller;
  private final String queue;
  private final Bodies bodies;
  private final Map<Integer, byte[][]> posts;
  private final List<String> hrefs = new ArrayList<>();
  private String page;
  private int turn;

  private ZaqarClient(Caller caller, String queue, Bodies bodies, Map<Integer, byte[][]> posts) {
    this.caller = caller;
    this.queue = queue;
    this.bodies = bodies;
    this.posts = posts;
    this.page = firstPage();
  }

  /** Makes clients of one queue, which share what they post. */
  static Maker maker(Target target, Who who, String name, Bodies bodies) {
    Map<Integer, byte[][]> posts = new ConcurrentHashMap<>();
    return id -> {
      Map<String, String> headers = new TreeMap<>();
      headers.put("Accept", "application/json");
      headers.put("Content-Type", "application/json");
      headers.put("Client-ID", id);
      headers.put("X-Project-ID", who.project());
      if (who.token() != null) {
        headers.put("X-Auth-Token", who.token());
      }
      Caller caller = new Caller(new Connection(target, headers));
      return new ZaqarClient(caller, "/v2/queues/" + name, bodies, posts);
    };
  }

  /** Makes clients. */
  interface Maker {
    /** One with this Client-ID. */
    Client make(String id);
  }

  /**
   * In whose name to ask.
   *
   * @param token goes as X-Auth-Token if it is not null
   */
  record Who(String project, @Nullable String token) {}

  private Answer send(String method, String path, byte @Nullable [] body) throws IOException {
    return caller.send(method, path, "", body);
  }

  @Override
  public void create() throws IOException {
    must(send("PUT", queue, "{}".getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void delete() throws IOException {
    must(send("DELETE", queue, null));
  }

  private static void must(Answer answer) {
    if (!answer.succeeded()) {
      throw new CannotRun("the endpoint answered " + answer.status() + ": " + answer.text());
    }
  }

  private Answer postSome(int count) throws IOException {
    byte[][] variants = posts.computeIfAbsent(count, bodies::posts);
    return send("POST", queue + "/messages", variants[turn++ % variants.length]);
  }

  @Override
  public int post(int count) throws IOException {
    return postSome(count).succeeded() ? count : FAILED;
  }

  @Override
  public void fill(int count) throws IOException {
    for (int left = count; left > 0; left -= BATCH) {
      Answer answer = postUntilTaken(Math.min(BATCH, left));
      for (JsonNode href : answer.json().path("resources")) {
        if (hrefs.size() < MOST_IDS) {
          hrefs.add(href.asText());
        }
      }
    }
  }

  // A server that is busy is asked again, as its 503 says.
  private Answer postUntilTaken(int count) throws IOException {
    Answer answer = postSome(count);
    for (int tries = 1; answer.status() == 503 && tries < MOST_TRIES; tries++) {
      answer = postSome(count);
    }
    must(answer);
    return answer;
  }

  private String firstPage() {
    return queue + "/messages?limit=10&echo=true";
  }

  @Override
  public int list() throws IOException {
    Answer answer = send("GET", page, null);
    if (!answer.succeeded()) {
      return FAILED;
    }
    JsonNode json = answer.json();
    int count = json.path("messages").size();
    page = firstPage();
    for (JsonNode link : json.path("links")) {
      if (count > 0 && link.path("rel").asText().equals("next")) {
        page = link.path("href").asText();
      }
    }
    return count;
  }

  // What the claim got; null if it failed.
  private @Nullable List<String> claim() throws IOException {
    Answer answer = send("POST", queue + "/claims?limit=10", CLAIM);
    if (!answer.succeeded()) {
      return null;
    }
    return answer.status() == 204
        ? List.of()
        : answer.json().path("messages").findValuesAsText("href");
  }

  @Override
  public int claimAndDeleteEach() throws IOException {
    List<String> claimed = claim();
    if (claimed == null) {
      return FAILED;
    }
    int deleted = 0;
    for (String href : claimed) {
      deleted += send("DELETE", href, null).succeeded() ? 1 : 0;
    }
    return deleted < claimed.size() ? FAILED : deleted;
  }

  @Override
  public int claimAndDeleteAll() throws IOException {
    List<String> claimed = claim();
    if (claimed == null || claimed.isEmpty()) {
      return claimed == null ? FAILED : 0;
    }
    List<String> ids = claimed.stream().map(ZaqarClient::id).toList();
    String claim = claimed.getFirst().replaceFirst(".*claim_id=", "");
    String query = "/messages?ids=" + String.join(",", ids) + "&claim_ids=" + claim;
    return send("DELETE", queue + query, null).succeeded() ? ids.size() : FAILED;
  }

  private static String id(String href) {
    String path = href.replaceFirst("[?].*", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public int pop() throws IOException {
    Answer answer = send("DELETE", queue + "/messages?pop=10", null);
    return answer.succeeded() ? answer.json().path("messages").size() : FAILED;
  }

  @Override
  public int get() throws IOException {
    return send("GET", hrefs.get(turn++ % hrefs.size()), null).succeeded() ? 1 : FAILED;
  }

  @Override
  public int stats() throws IOException {
    return send("GET", queue + "/stats", null).succeeded() ? 0 : FAILED;
  }

  @Override
  public Caller caller() {
    return caller;
  }
}
