// SPDX-License-Identifier: Apache-2.0
package zaqar.local.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The description of the API, infra/openapi.yaml, as a tree. */
public final class ApiDocument {
  private static final Set<String> METHODS =
      Set.of("get", "head", "put", "post", "patch", "delete", "options", "trace");
  private static final Pattern VARIABLE = Pattern.compile("\\{[a-z_]+}");
  private static final ApiDocument OURS = read();

  private final JsonNode root;
  private final Map<String, Pattern> patterns = new TreeMap<>();

  private ApiDocument(JsonNode root) {
    this.root = root;
    paths()
        .forEach(
            path ->
                patterns.put(path, Pattern.compile(VARIABLE.matcher(path).replaceAll("[^/]+"))));
  }

  /** The one that there is. */
  public static ApiDocument ours() {
    return OURS;
  }

  private static ApiDocument read() {
    Path file = Path.of(System.getProperty("zaqar.root"), "infra", "openapi.yaml");
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      Object root = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
      return new ApiDocument(new ObjectMapper().valueToTree(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of it. */
  public JsonNode root() {
    return root;
  }

  /** The templates of all paths. */
  public Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    root.path("paths").fieldNames().forEachRemaining(paths::add);
    return paths;
  }

  /** The methods of a path, in upper case. */
  public Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    root.path("paths").path(path).fieldNames().forEachRemaining(methods::add);
    methods.retainAll(METHODS);
    return methods.stream().map(m -> m.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** All operations. */
  public List<Operation> operations() {
    return paths().stream()
        .flatMap(path -> methods(path).stream().map(method -> describe(method, path)))
        .toList();
  }

  private Operation describe(String method, String path) {
    return new Operation(
        method, path, root.path("paths").path(path).path(method.toLowerCase(Locale.ROOT)));
  }

  /** The template of a path as sent. */
  public Optional<String> path(String rawPath) {
    return patterns.entrySet().stream()
        .filter(path -> path.getValue().matcher(rawPath).matches())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What a request asks for, if that is described. */
  public Optional<Operation> operation(String method, String rawPath) {
    return path(rawPath)
        .filter(path -> methods(path).contains(method))
        .map(path -> describe(method, path));
  }

  /** What a node is, or what it refers to. */
  JsonNode follow(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isTextual() ? follow(root.at(reference.textValue().substring(1))) : node;
  }
}
