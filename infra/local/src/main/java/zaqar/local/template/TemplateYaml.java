// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import zaqar.local.failure.CannotStart;

/** Parses a template into maps, lists, scalars and {@link Intrinsic}s. */
final class TemplateYaml extends SafeConstructor {
  private TemplateYaml(LoaderOptions options) {
    super(options);
    yamlMultiConstructors.put("!", new ShortForm());
  }

  /** Reads a file. */
  static Section read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new CannotStart("cannot read " + file, e);
    }
  }

  /** Parses a text. */
  static Section parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      Object root = new Yaml(new TemplateYaml(options)).load(text);
      return Section.of("template.yaml", root);
    } catch (MarkedYAMLException e) {
      String line =
          e.getProblemMark() == null ? "" : ", line " + (e.getProblemMark().getLine() + 1);
      throw new CannotStart("template.yaml" + line + ": " + e.getProblem(), e);
    }
  }

  private final class ShortForm extends AbstractConstruct {
    @Override
    public Object construct(Node node) {
      Object argument =
          switch (node) {
            case ScalarNode scalar -> constructScalar(scalar);
            case SequenceNode sequence -> constructSequence(sequence);
            case MappingNode mapping -> constructMapping(mapping);
            default -> throw new IllegalStateException("no such node: " + node);
          };
      return new Intrinsic(node.getTag().getValue().substring(1), argument);
    }
  }
}
