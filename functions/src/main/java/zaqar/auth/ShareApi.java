// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import zaqar.http.Filter;
import zaqar.http.Json;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.names.QueueKey;
import zaqar.settings.Limits;

/**
 * Signs URLs of queues, which others use without a token (contract 10.1). The queue need not exist.
 * No signature covers this route, so a shared URL cannot be shared further.
 */
public record ShareApi(UrlSigner signer, Limits limits, Clock clock) {
  /** The one route, behind {@code named}. */
  public Routes routes(Filter named) {
    return new Routes()
        .resource(
            "/v2/queues/{queue_name}/share", named, new Routes.Methods().on("POST", this::share));
  }

  private Response share(Request request) {
    if (request.body().length > limits.maxQueueMetadata()) {
      throw Problem.invalidRequest(
          "The body may not be larger than " + limits.maxQueueMetadata() + " bytes.");
    }
    ShareParser.ShareRequest draft =
        new ShareParser(limits.maxSignedUrlLife()).draft(request.body(), clock.instant());
    QueueKey queue = request.queue();
    List<String> paths =
        draft.paths().stream().map(path -> "/v2/queues/" + queue.name() + "/" + path).toList();
    SignedUrl url = SignedUrl.of(paths, draft.methods(), queue.project(), draft.expires());
    ObjectNode answer = Json.object().put("project", url.project().value());
    url.paths().forEach(answer.putArray("paths")::add);
    url.methods().forEach(answer.putArray("methods")::add);
    return Response.json(
        200,
        answer
            .put("expires", url.expires())
            .put("signature", signer.sign(url))
            .put("key_id", signer.keyId()));
  }
}
