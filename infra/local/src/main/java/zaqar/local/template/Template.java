// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The CloudFormation template with its parameters filled in. Resources of types it does not know
 * are left alone.
 */
public final class Template {
  /** What the stack of the service itself is called here. */
  public static final String STACK_NAME = "zaqar";

  /** Which property names a resource, by type; resources of other types keep logical names. */
  private static final Map<String, String> NAMES =
      Map.of(BusResource.TYPE, "Name", TableResource.TYPE, "TableName");

  private final Section resources;
  private final Section globals;
  private final Section outputs;
  private final Section rules;
  private final Resolver resolver;

  private Template(
      Section root,
      Map<String, String> own,
      Map<String, String> given,
      Map<String, String> imports) {
    outputs = root.section("Outputs");
    rules = root.section("Rules");
    resources = root.section("Resources");
    globals = root.section("Globals").section("Function");
    Map<String, String> types = new LinkedHashMap<>();
    resources.keys().forEach(name -> types.put(name, resources.section(name).text("Type")));
    References references =
        new References(Parameters.values(root.section("Parameters"), own, given), types, imports);
    Section conditions = root.section("Conditions");
    Section mappings = root.section("Mappings");
    resolver =
        new Resolver(
            references.named(givenNames(types, new Resolver(references, conditions, mappings))),
            conditions,
            mappings);
  }

  private Map<String, String> givenNames(Map<String, String> types, Resolver plain) {
    Map<String, String> names = new LinkedHashMap<>();
    types.forEach(
        (name, type) -> {
          if (NAMES.containsKey(type)) {
            plain
                .resolve(properties(name))
                .find(NAMES.get(type))
                .ifPresent(given -> names.put(name, given));
          }
        });
    return names;
  }

  /**
   * Reads a template.
   *
   * @param own values for those parameters of the template that have these names
   * @param given values that win over {@code own}, each for a parameter that must exist
   * @throws zaqar.local.failure.CannotStart if the file or a value is not as it must be
   */
  public static Template read(Path file, Map<String, String> own, Map<String, String> given) {
    return read(file, own, given, Map.of());
  }

  /** The same for a template that imports what others export. */
  public static Template read(
      Path file, Map<String, String> own, Map<String, String> given, Map<String, String> imports) {
    return new Template(TemplateYaml.read(file), own, given, imports);
  }

  /** As {@link #read}, from a text. */
  static Template parse(String text, Map<String, String> own, Map<String, String> given) {
    return parse(text, own, given, Map.of());
  }

  /** As {@link #read}, from a text that imports what others export. */
  static Template parse(
      String text,
      Map<String, String> own,
      Map<String, String> given,
      Map<String, String> imports) {
    return new Template(TemplateYaml.parse(text), own, given, imports);
  }

  /** What the parameters are not as the template's rules want it, in the words of these rules. */
  public List<String> broken() {
    return rules.keys().stream()
        .map(rules::section)
        .filter(rule -> resolver.isTrue(rule.values().getOrDefault("RuleCondition", true)))
        .flatMap(rule -> rule.sections("Assertions").stream())
        .filter(assertion -> !resolver.isTrue(assertion.values().get("Assert")))
        .map(assertion -> assertion.text("AssertDescription"))
        .toList();
  }

  /** The functions whose condition holds, in the order of the file. */
  public List<FunctionResource> functions() {
    return names(FunctionResource.TYPE).stream()
        .map(name -> FunctionResource.from(name, globals, properties(name), policies(), resolver))
        .map(function -> function.alsoCalledBy(sources(function.name())))
        .toList();
  }

  /**
   * The variables of all functions together, for a process that is all of them: what one of them
   * does without comes from one that needs it.
   */
  public Map<String, String> environment() {
    Map<String, String> all = new HashMap<>();
    for (FunctionResource function : functions()) {
      function
          .environment()
          .forEach((name, value) -> all.merge(name, value, (a, b) -> a.isEmpty() ? b : a));
    }
    return all;
  }

  /** What calls a function by a mapping that stands by itself. */
  private List<EventSource> sources(String function) {
    return allMappings()
        .filter(mapping -> mapping.function().equals(function))
        .map(MappingResource::source)
        .toList();
  }

  private Policies policies() {
    Map<String, Section> documents = new LinkedHashMap<>();
    for (String name : names(Policies.TYPE)) {
      documents.put(name, resolver.resolve(properties(name)).section("PolicyDocument"));
    }
    return new Policies(documents);
  }

  /** The tables whose condition holds, in the order of the file. */
  public List<TableResource> tables() {
    return names(TableResource.TYPE).stream()
        .map(name -> TableResource.from(name, resolver.resolve(properties(name))))
        .toList();
  }

  /** The queues of SQS whose condition holds, in the order of the file. */
  public List<QueueResource> queues() {
    return names(QueueResource.TYPE).stream()
        .map(name -> QueueResource.from(name, resolver.resolve(properties(name))))
        .toList();
  }

  /** The event buses whose condition holds, in the order of the file. */
  public List<BusResource> buses() {
    return names(BusResource.TYPE).stream()
        .map(name -> BusResource.from(resolver.resolve(properties(name))))
        .toList();
  }

  /** The rules of event buses whose condition holds, in the order of the file. */
  public List<RuleResource> rules() {
    return names(RuleResource.TYPE).stream()
        .map(name -> RuleResource.from(name, resolver.resolve(properties(name))))
        .flatMap(Optional::stream)
        .toList();
  }

  /** What the clock sends to queues, in the order of the file. */
  public List<ClockResource> clocks() {
    return names(RuleResource.TYPE).stream()
        .flatMap(name -> ClockResource.from(resolver.resolve(properties(name))))
        .toList();
  }

  /** The secrets whose condition holds, in the order of the file. */
  public List<SecretResource> secrets() {
    return names(SecretResource.TYPE).stream()
        .map(name -> SecretResource.from(name, resolver.resolve(properties(name))))
        .toList();
  }

  /**
   * The mappings to functions of other templates; those to its own are sources of these functions.
   */
  public List<MappingResource> mappings() {
    List<String> own = names(FunctionResource.TYPE);
    return allMappings().filter(mapping -> !own.contains(mapping.function())).toList();
  }

  /** Those whose condition holds and that are not disabled. */
  private Stream<MappingResource> allMappings() {
    return names(MappingResource.TYPE).stream()
        .map(name -> MappingResource.from(resolver.resolve(properties(name))))
        .flatMap(Optional::stream);
  }

  /** The value of an output. */
  public String output(String name) {
    return resolver.resolve(outputs.section(name)).text("Value");
  }

  /** What other templates may import: the values of outputs by the names they are exported by. */
  public Map<String, String> exports() {
    Map<String, String> exports = new LinkedHashMap<>();
    for (String name : outputs.keys()) {
      Section export = resolver.resolve(outputs.section(name).section("Export"));
      export.find("Name").ifPresent(exported -> exports.put(exported, output(name)));
    }
    return exports;
  }

  private Section properties(String name) {
    return resources.section(name).section("Properties");
  }

  private List<String> names(String type) {
    return resources.keys().stream()
        .filter(name -> resources.section(name).text("Type").equals(type))
        .filter(name -> condition(name).map(resolver::holds).orElse(true))
        .toList();
  }

  private Optional<String> condition(String name) {
    return resources.section(name).find("Condition");
  }
}
