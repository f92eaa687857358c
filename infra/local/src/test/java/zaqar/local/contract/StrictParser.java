// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** JSON parsers of languages that clients are written in, none of them told to be lenient. */
enum StrictParser {
  JACKSON(),
  PYTHON(
      "python3",
      "-c",
      """
      import base64, json, sys
      for line in sys.stdin:
          try:
              json.loads(base64.b64decode(line).decode("utf-8"))
              print(1)
          except ValueError:
              print(0)
      """),
  JAVASCRIPT(
      "node",
      "-e",
      """
      const text = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
      for (const line of require("fs").readFileSync(0, "latin1").split("\\n").slice(0, -1)) {
        try {
          JSON.parse(text.decode(Buffer.from(line, "base64")));
          console.log(1);
        } catch (e) {
          console.log(0);
        }
      }
      """);

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final List<String> command;

  StrictParser(String... command) {
    this.command = List.of(command);
  }

  /** What has to be installed for it, or nothing. */
  String program() {
    return command.isEmpty() ? "" : command.getFirst();
  }

  boolean isThere() {
    return command.isEmpty()
        || List.of(System.getenv("PATH").split(":", -1)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program())));
  }

  /** Which of these texts it takes, in their order. */
  List<Boolean> takes(List<String> texts) {
    return command.isEmpty() ? texts.stream().map(StrictParser::isRead).toList() : asked(texts);
  }

  private static boolean isRead(String text) {
    try {
      STRICT.readTree(text);
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private List<Boolean> asked(List<String> texts) {
    try {
      Path input = Files.createTempFile("texts", "");
      Files.write(
          input,
          texts.stream()
              .map(text -> Base64.getEncoder().encodeToString(text.getBytes(UTF_8)))
              .collect(Collectors.toCollection(ArrayList::new)));
      Process process =
          new ProcessBuilder(command)
              .redirectInput(input.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      List<Boolean> answers = process.inputReader().lines().map("1"::equals).toList();
      Files.delete(input);
      if (answers.size() != texts.size()) {
        throw new AssertionError(program() + " has read " + answers.size() + " texts");
      }
      return answers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
