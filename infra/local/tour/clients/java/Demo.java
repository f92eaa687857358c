// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Posts, claims and deletes with the JDK alone: java Demo.java [BASE_URL [PROJECT]]. A program of
 * yours reads the answers with the JSON library that it has.
 */
public class Demo {
  private static final Pattern HREF = Pattern.compile("\"href\":\\s*\"([^\"]+)\"");
  private static final Pattern TOTAL = Pattern.compile("\"total\":\\s*(\\d+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final String clientId = UUID.randomUUID().toString();
  private final URI base;
  private final String project;

  Demo(URI base, String project) {
    this.base = base;
    this.project = project;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String base = arguments.length > 0 ? arguments[0] : "http://127.0.0.1:8888";
    new Demo(URI.create(base), arguments.length > 1 ? arguments[1] : "demo").run();
  }

  private void run() throws IOException, InterruptedException {
    String queue = "/v2/queues/java-jobs";
    String two = "{\"messages\": [{\"body\": {\"task\": 1}}, {\"body\": {\"task\": 2}, \"ttl\": 300}]}";
    String posted = call("POST", queue + "/messages", two);
    System.out.println("posted " + posted.split(",").length);

    String claimed = call("POST", queue + "/claims?limit=10", "{\"ttl\": 300, \"grace\": 60}");
    for (String href : found(HREF, claimed)) {
      // The href holds the claim, which shows that the message may be deleted.
      System.out.println("working on " + href.replaceAll("/messages/.*", "/messages/..."));
      call("DELETE", href, "");
    }

    System.out.println("left " + found(TOTAL, call("GET", queue + "/stats", "")).get(0));
  }

  /** Calls the service; gives the body of the answer, which is empty for a 204. */
  private String call(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Client-ID", clientId)
            .header("X-Project-ID", project)
            .header("Content-Type", "application/json")
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(result -> result.group(1)).toList();
  }
}
