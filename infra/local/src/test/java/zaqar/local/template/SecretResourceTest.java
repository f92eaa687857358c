// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.local.failure.CannotStart;

class SecretResourceTest {
  private static final String TEMPLATE =
      """
      Parameters:
        Secret: { Type: String, Default: "" }
      Conditions:
        GenerateSecret: !Equals [!Ref Secret, ""]
      Resources:
        Key:
          Type: AWS::SecretsManager::Secret
          Condition: GenerateSecret
          Properties:
            GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true }
        F:
          Type: AWS::Serverless::Function
          Properties:
            Handler: a.B
            Environment:
              Variables:
                SECRET: !If [GenerateSecret, !Sub "{{resolve:secretsmanager:${Key}}}", !Ref Secret]
                ID: !GetAtt Key.Id
      """;
  private static final String ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:Key";

  @Test
  void secrets_areThoseWhoseConditionHolds() {
    Template generates = Template.parse(TEMPLATE, Map.of(), Map.of());
    Template given = Template.parse(TEMPLATE, Map.of(), Map.of("Secret", "s"));

    assertThat(generates.secrets()).extracting(SecretResource::name).containsExactly("Key");
    assertThat(generates.secrets().getFirst().length()).isEqualTo(64);
    assertThat(generates.secrets().getFirst().alphabet()).hasSize(62).matches("[A-Za-z0-9]*");
    assertThat(environment(generates))
        .containsEntry("SECRET", "{{resolve:secretsmanager:" + ARN + "}}")
        .containsEntry("ID", ARN);
    assertThat(given.secrets()).isEmpty();
    assertThat(environment(given)).containsEntry("SECRET", "s");
  }

  @Test
  void secret_isOfAllPrintableCharactersButTheExcluded() {
    assertThat(secret("GenerateSecretString: {}").length()).isEqualTo(32);
    assertThat(secret("GenerateSecretString: {}").alphabet()).hasSize(94);
    assertThat(secret("GenerateSecretString: { ExcludeCharacters: 'ab\"' }").alphabet())
        .hasSize(91)
        .doesNotContain("a", "b", "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GenerateSecretString: { RequireEachIncludedType: true } | RequireEachIncludedType
          GenerateSecretString: { GenerateStringKey: key }        | GenerateStringKey
          SecretString: mine                                      | SecretString
          Description: of nothing                                 | GenerateSecretString
          GenerateSecretString: { PasswordLength: 0 }             | no secret can be made for Key
          GenerateSecretString: { PasswordLength: 4097 }          | no secret can be made for Key
          """)
  void secret_thatCannotBeMadeIsTold(String properties, String reason) {
    assertThatThrownBy(() -> secret(properties))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(reason);
  }

  private static SecretResource secret(String properties) {
    return SecretResource.from("Key", TemplateYaml.parse(properties));
  }

  private static Map<String, String> environment(Template template) {
    List<FunctionResource> functions = template.functions();
    return functions.getFirst().environment();
  }
}
