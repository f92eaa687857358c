package zaqar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import zaqar.auth.SignedUrl;
import zaqar.auth.UrlSigner;
import zaqar.dynamodb.Platform;
import zaqar.http.ApiGateway;
import zaqar.http.GatewayEvents;
import zaqar.http.Json;
import zaqar.names.ProjectId;

/**
 * Requests that go all the way and change nothing: a queue that is not there is read, and what
 * cannot be posted is refused. They are signed, so that every access mode lets them pass, and are
 * about a project that nobody knows. Where the store is away they are answered like all others.
 */
final class Rehearsal implements Runnable {
  private static final String MESSAGES = "/v2/queues/{queue_name}/messages";
  private static final String CLAIMS = "/v2/queues/{queue_name}/claims";
  private static final String QUEUE = "rehearsal";
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final Service service;
  private final Platform platform;
  private final UrlSigner signer;

  /** Of a service that stands on {@code platform}. */
  Rehearsal(Service service, Platform platform) {
    this.service = service;
    this.platform = platform;
    signer =
        new UrlSigner(
            platform.settings().signedUrlSecret(), platform.settings().previousSignedUrlSecret());
  }

  @Override
  public void run() {
    ProjectId project =
        new ProjectId(
            "rehearsal-" + new UUID(platform.random().nextLong(), platform.random().nextLong()));
    answer(service.messages(), event(project, "GET", MESSAGES, ""));
    answer(service.messages(), event(project, "POST", MESSAGES, "{\"messages\": []}"));
    answer(service.claims(), event(project, "POST", CLAIMS, "{\"ttl\": 0}"));
  }

  private static void answer(ApiGateway gateway, ObjectNode event) {
    byte[] sent = Json.write(event).getBytes(StandardCharsets.UTF_8);
    try {
      GatewayEvents.write(
          gateway.answer(GatewayEvents.read(new ByteArrayInputStream(sent))),
          OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode event(ProjectId project, String method, String resource, String body) {
    String path = resource.replace("{queue_name}", QUEUE);
    SignedUrl url = SignedUrl.of(path, method, project, platform.clock().instant().plus(LIFE));
    ObjectNode event = Json.object();
    event.put("httpMethod", method).put("resource", resource).put("path", path).put("body", body);
    event.putObject("pathParameters").put("queue_name", QUEUE);
    event
        .putObject("headers")
        .put("Client-ID", "00000000-0000-0000-0000-000000000000")
        .put("Content-Type", "application/json")
        .put("X-Project-ID", project.value())
        .put("URL-Paths", path)
        .put("URL-Methods", method)
        .put("URL-Expires", url.expires())
        .put("URL-Signature", signer.sign(url));
    return event;
  }
}
