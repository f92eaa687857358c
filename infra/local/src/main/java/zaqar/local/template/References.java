package zaqar.local.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import zaqar.local.failure.CannotStart;

/**
 * What names in a template stand for: parameters, pseudo parameters, and resources, which keep
 * their logical names.
 */
final class References {
  private static final String REGION = "us-east-1";
  private static final String ACCOUNT = "000000000000";
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
          "zaqar",
          "AWS::URLSuffix",
          "amazonaws.com");

  private final Map<String, String> values;
  private final Map<String, String> typesOfResources;

  /** Knows the values of parameters, and of every resource its type. */
  References(Map<String, String> parameters, Map<String, String> typesOfResources) {
    this.values = new HashMap<>(PSEUDO_PARAMETERS);
    this.values.putAll(parameters);
    this.typesOfResources = Map.copyOf(typesOfResources);
    Set<String> names = typesOfResources.keySet();
    names.forEach(name -> this.values.put(name, name));
  }

  /** What {@code !Ref name} stands for. */
  String ref(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new CannotStart("template.yaml: !Ref " + name + " names nothing");
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
      case TableResource.TYPE + ".Arn" -> arn("dynamodb", "table/" + resource);
      case FunctionResource.TYPE + ".Arn" -> arn("lambda", "function:" + resource);
      default ->
          throw new CannotStart("template.yaml: the local runtime cannot tell !GetAtt " + name);
    };
  }

  private static String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
  }
}
