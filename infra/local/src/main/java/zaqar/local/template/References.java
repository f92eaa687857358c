// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import zaqar.local.failure.CannotStart;

/**
 * What names in a template stand for: parameters, pseudo parameters, and resources, which keep
 * their logical names unless they have others.
 */
final class References {
  private static final String ALIAS = ".Alias";
  private static final String REGION = Arn.REGION;
  private static final String ACCOUNT = Arn.ACCOUNT;
  private static final Map<String, String> PSEUDO_PARAMETERS =
      Map.of(
          "AWS::AccountId",
          ACCOUNT,
          "AWS::Partition",
          "aws",
          "AWS::Region",
          REGION,
          "AWS::StackId",
          "arn:aws:cloudformation:" + REGION + ":" + ACCOUNT + ":stack/zaqar/local",
          "AWS::StackName",
          Template.STACK_NAME,
          "AWS::URLSuffix",
          "amazonaws.com");

  private final Map<String, String> values;
  private final Map<String, String> typesOfResources;
  private final Map<String, String> imports;

  /** Knows the values of parameters, of every resource its type, and what other stacks export. */
  References(
      Map<String, String> parameters,
      Map<String, String> typesOfResources,
      Map<String, String> imports) {
    this.values = new HashMap<>(PSEUDO_PARAMETERS);
    this.values.putAll(parameters);
    this.typesOfResources = Map.copyOf(typesOfResources);
    this.imports = Map.copyOf(imports);
    typesOfResources.forEach((name, type) -> this.values.put(name, reference(name, type)));
  }

  private References(References others, Map<String, String> names) {
    this.values = new HashMap<>(others.values);
    this.values.putAll(names);
    this.typesOfResources = others.typesOfResources;
    this.imports = others.imports;
  }

  /** The same, but resources have these names. */
  References named(Map<String, String> names) {
    return new References(this, names);
  }

  private static String reference(String name, String type) {
    return switch (type) {
      case QueueResource.TYPE -> QueueResource.url(name);
      case SecretResource.TYPE -> SecretResource.arn(name);
      default -> name;
    };
  }

  /**
   * What {@code !Ref name} stands for. The alias of a function is the function: here is no other
   * version of it.
   */
  String ref(String name) {
    String value = values.get(name.endsWith(ALIAS) ? function(name) : name);
    if (value == null) {
      throw new CannotStart("template.yaml: !Ref " + name + " names nothing");
    }
    return value;
  }

  private static String function(String alias) {
    return alias.substring(0, alias.length() - ALIAS.length());
  }

  /** What {@code !ImportValue name} stands for. */
  String imported(String name) {
    String value = imports.get(name);
    if (value == null) {
      throw new CannotStart("template.yaml: !ImportValue " + name + " is exported by no stack");
    }
    return value;
  }

  /** What {@code !GetAtt Resource.Attribute}, or its form with a list, stands for. */
  String attribute(Intrinsic intrinsic) {
    return attribute(
        intrinsic.argument() instanceof List<?> parts
            ? String.join(".", parts.stream().map(String::valueOf).toList())
            : intrinsic.word());
  }

  /** What {@code Resource.Attribute} stands for. */
  String attribute(String name) {
    int dot = name.indexOf('.');
    String resource = dot < 0 ? name : name.substring(0, dot);
    String type = typesOfResources.getOrDefault(resource, "");
    return switch (type + name.substring(resource.length())) {
      case TableResource.TYPE + ".Arn" -> Arn.of("dynamodb", "table/" + ref(resource)).text();
      case TableResource.TYPE + ".StreamArn" ->
          Arn.of("dynamodb", "table/" + ref(resource) + "/stream/local").text();
      case FunctionResource.TYPE + ".Arn" -> Arn.of("lambda", "function:" + resource).text();
      case QueueResource.TYPE + ".Arn" -> Arn.of("sqs", resource).text();
      case QueueResource.TYPE + ".QueueName" -> resource;
      case QueueResource.TYPE + ".QueueUrl" -> ref(resource);
      case BusResource.TYPE + ".Arn" -> Arn.of("events", "event-bus/" + ref(resource)).text();
      case BusResource.TYPE + ".Name" -> ref(resource);
      case SecretResource.TYPE + ".Id" -> ref(resource);
      case RuleResource.TYPE + ".Arn" -> Arn.of("events", "rule/" + resource).text();
      default ->
          throw new CannotStart("template.yaml: the local runtime cannot tell !GetAtt " + name);
    };
  }
}
