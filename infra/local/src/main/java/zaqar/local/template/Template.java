package zaqar.local.template;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The CloudFormation template with its parameters filled in. Resources of types it does not know
 * are left alone.
 */
public final class Template {
  private final Section resources;
  private final Section globals;
  private final Resolver resolver;

  private Template(Section root, Map<String, String> own, Map<String, String> given) {
    resources = root.section("Resources");
    globals = root.section("Globals").section("Function");
    Map<String, String> types = new LinkedHashMap<>();
    resources.keys().forEach(name -> types.put(name, resources.section(name).text("Type")));
    References references =
        new References(Parameters.values(root.section("Parameters"), own, given), types);
    Section conditions = root.section("Conditions");
    resolver =
        new Resolver(
            references.named(namesOfBuses(types, new Resolver(references, conditions))),
            conditions);
  }

  private Map<String, String> namesOfBuses(Map<String, String> types, Resolver plain) {
    Map<String, String> names = new LinkedHashMap<>();
    types.forEach(
        (name, type) -> {
          if (type.equals(BusResource.TYPE)) {
            names.put(name, plain.resolve(properties(name)).text("Name"));
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
    return new Template(TemplateYaml.read(file), own, given);
  }

  /** As {@link #read}, from a text. */
  static Template parse(String text, Map<String, String> own, Map<String, String> given) {
    return new Template(TemplateYaml.parse(text), own, given);
  }

  /** The functions whose condition holds, in the order of the file. */
  public List<FunctionResource> functions() {
    return names(FunctionResource.TYPE).stream()
        .map(name -> FunctionResource.from(name, globals, properties(name), resolver))
        .toList();
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

  /** The secrets whose condition holds, in the order of the file. */
  public List<SecretResource> secrets() {
    return names(SecretResource.TYPE).stream()
        .map(name -> SecretResource.from(name, resolver.resolve(properties(name))))
        .toList();
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
