// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runtime where other people use it: other languages, other settings of AWS. */
@Timeout(180)
class SurroundingsIT {
  private static final String CLIENT = "3381af92-2b9e-11e3-b191-71861300734c";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Duser.language=tr -Duser.country=TR",
        "-Duser.language=ar -Duser.country=EG",
        "-Duser.language=fa -Duser.country=IR",
        "-Daws.useFipsEndpoint=true -Daws.useDualstackEndpoint=true"
      })
  void runtime_postsAndClaims(String options) throws Exception {
    try (ChildRuntime runtime =
            new ChildRuntime(
                folder.resolve("out"),
                List.of(options.split(" ")),
                List.of("--port", "0", "--in-memory", "--parameter", "EnableChecksum=true"));
        HttpClient http = HttpClient.newHttpClient()) {
      URI queue = runtime.awaitListening().baseUri().resolve("/v2/queues/QUIZ");

      assertThat(post(http, queue + "/messages", "{\"messages\":[{\"body\":1e-7}]}").statusCode())
          .isEqualTo(201);
      HttpResponse<String> claim =
          post(http, queue + "/claims?limit=5", "{\"ttl\":60,\"grace\":60}");
      assertThat(claim.statusCode()).isEqualTo(201);
      assertThat(claim.body()).contains("MD5:463d2cea642f243feede99a193027ce8");
      assertThat(post(http, queue + "/share", "{}").statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> post(HttpClient http, String url, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Client-ID", CLIENT)
            .header("X-Project-ID", "p")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
