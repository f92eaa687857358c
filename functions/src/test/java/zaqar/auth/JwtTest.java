// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.dynamodb.Ticks;
import zaqar.names.ProjectId;
import zaqar.settings.JwtSettings;

class JwtTest {
  private static final String KEYS = Issuer.publicKeys(Issuer.RSA, Issuer.EC);

  private final Ticks clock = new Ticks();
  private final Jwt jwt = trusting(KEYS);

  private Jwt trusting(String keys) {
    JwtSettings settings = Issuer.trusting(new JwtSettings.Keys.These(keys));
    return new Jwt(settings, JwtKeys.of(settings.keys(), clock), clock);
  }

  private Optional<ValidToken> check(JWTClaimsSet.Builder claims) {
    return jwt.check(Issuer.rs256(Issuer.RSA, claims));
  }

  static Stream<String> goodTokens() throws JOSEException {
    RSASSASigner signer = new RSASSASigner(Issuer.RSA);
    return Stream.of(
        Issuer.rs256(Issuer.RSA, Issuer.claims()),
        Issuer.es256(Issuer.EC, Issuer.claims()),
        Issuer.sign(JWSAlgorithm.RS256, null, JOSEObjectType.JWT, signer, Issuer.claims()),
        Issuer.sign(
            JWSAlgorithm.RS256,
            Issuer.RSA,
            new JOSEObjectType("at+jwt"),
            signer,
            Issuer.claims().audience(List.of("other", "zaqar"))));
  }

  @ParameterizedTest
  @MethodSource("goodTokens")
  void token_thatIsRightTellsProjectAndRoles(String token) {
    assertThat(jwt.check(token))
        .contains(
            new ValidToken(
                new ProjectId("p1"), List.of("member", "reader"), Ticks.START.plus(Issuer.LIFE)));
  }

  /** As infra/cognito.md has it: an ID token, with an attribute that only the operator writes. */
  @Test
  void token_ofCognitoTellsProjectAndGroups() {
    String issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E";
    JwtSettings settings =
        new JwtSettings(
            issuer,
            "4h57j2example",
            new JwtSettings.Keys.These(KEYS),
            "custom:project_id",
            "cognito:groups");
    Jwt cognito = new Jwt(settings, JwtKeys.of(settings.keys(), clock), clock);
    JWTClaimsSet.Builder claims =
        Issuer.claims()
            .issuer(issuer)
            .audience("4h57j2example")
            .claim("project_id", "of nobody")
            .claim("token_use", "id")
            .claim("cognito:username", "worker")
            .claim("cognito:groups", List.of("admin"))
            .claim("custom:project_id", "demo");

    assertThat(cognito.check(Issuer.rs256(Issuer.RSA, claims)))
        .contains(
            new ValidToken(new ProjectId("demo"), List.of("admin"), Ticks.START.plus(Issuer.LIFE)));
    assertThat(cognito.check(Issuer.rs256(Issuer.RSA, claims.claim("custom:project_id", null))))
        .isEmpty();
  }

  /** The public key as text is known to everybody, and must not do as a secret. */
  static Stream<String> forgedTokens() throws Exception {
    byte[] publicText = Issuer.RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
    EncryptedJWT encrypted =
        new EncryptedJWT(
            new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM),
            Issuer.claims().build());
    encrypted.encrypt(new RSAEncrypter(Issuer.RSA));
    return Stream.of(
        Issuer.sign(
            JWSAlgorithm.HS256, Issuer.RSA, null, new MACSigner(publicText), Issuer.claims()),
        Issuer.sign(
            JWSAlgorithm.HS256,
            Issuer.RSA,
            null,
            new MACSigner(Issuer.RSA.toRSAPublicKey().getEncoded()),
            Issuer.claims()),
        Issuer.sign(
            JWSAlgorithm.RS512, Issuer.RSA, null, new RSASSASigner(Issuer.RSA), Issuer.claims()),
        Issuer.sign(
            JWSAlgorithm.PS256, Issuer.RSA, null, new RSASSASigner(Issuer.RSA), Issuer.claims()),
        Issuer.sign(
            JWSAlgorithm.ES384,
            Issuer.EC_384,
            null,
            new ECDSASigner(Issuer.EC_384),
            Issuer.claims()),
        Issuer.sign(
            JWSAlgorithm.RS256,
            Issuer.RSA,
            null,
            new RSASSASigner(Issuer.OTHER_RSA),
            Issuer.claims()),
        Issuer.rs256(Issuer.OTHER_RSA, Issuer.claims()),
        Issuer.sign(
            JWSAlgorithm.RS256,
            Issuer.RSA,
            new JOSEObjectType("logout+jwt"),
            new RSASSASigner(Issuer.RSA),
            Issuer.claims()),
        new PlainJWT(Issuer.claims().build()).serialize(),
        encrypted.serialize());
  }

  @ParameterizedTest
  @MethodSource("forgedTokens")
  void token_thatIsForgedIsNone(String token) {
    assertThat(jwt.check(token)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "..", "a.b.c", "....", "e30.e30.", "e30.e30.e30", "{}", "bnVsbA.bnVsbA.x"})
  void token_thatIsNoJwtIsNone(String token) {
    assertThat(jwt.check(token)).isEmpty();
  }

  @Test
  void token_thatWasChangedIsNone() {
    String[] right = Issuer.rs256(Issuer.RSA, Issuer.claims()).split("\\.", -1);
    String[] other =
        Issuer.rs256(Issuer.OTHER_RSA, Issuer.claims().claim("project_id", "p2")).split("\\.", -1);

    assertThat(jwt.check(right[0] + "." + other[1] + "." + right[2])).isEmpty();
    assertThat(jwt.check(right[0] + "." + right[1] + ".")).isEmpty();
    assertThat(jwt.check(right[0] + "." + right[1])).isEmpty();
  }

  static Stream<JWTClaimsSet.Builder> wrongClaims() {
    return Stream.of(
        Issuer.claims().issuer("https://issuer/"),
        Issuer.claims().issuer(null),
        Issuer.claims().audience("other"),
        Issuer.claims().audience(List.of()),
        Issuer.claims().expirationTime(null),
        Issuer.claims().notBeforeTime(Date.from(Ticks.START.plusSeconds(60))),
        Issuer.claims().claim("project_id", null),
        Issuer.claims().claim("project_id", ""),
        Issuer.claims().claim("project_id", 1),
        Issuer.claims().claim("project_id", List.of("p1")));
  }

  @ParameterizedTest
  @MethodSource("wrongClaims")
  void token_withWrongClaimsIsNone(JWTClaimsSet.Builder claims) {
    assertThat(check(claims)).isEmpty();
  }

  /** Claims as only a text can say them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"exp\": null",
        "\"exp\": \"2030-01-01\"",
        "\"exp\": true",
        "\"exp\": [4102444800]",
        "\"exp\": {\"exp\": 4102444800}",
        "\"exp\": 1e400",
        "\"exp\": -1e400",
        "\"exp\": 1e999999999",
        "\"exp\": NaN",
        "\"exp\": 9223372036854775807",
        "\"exp\": 99999999999999999999999999",
        "\"exp\": 0",
        "\"iat\": \"x\"",
        "\"iat\": []",
        "\"nbf\": \"x\"",
        "\"nbf\": {}",
        "\"nbf\": 9e15",
        "\"nbf\": 4102444800",
        "\"aud\": null",
        "\"aud\": 7",
        "\"aud\": {}",
        "\"aud\": [null]",
        "\"aud\": [[\"zaqar\"]]",
        "\"aud\": {\"zaqar\": \"zaqar\"}",
        "\"iss\": null",
        "\"iss\": 7",
        "\"iss\": [\"https://issuer\"]",
        "\"project_id\": null",
        "\"project_id\": {\"project_id\": \"p1\"}",
        "\"project_id\": \"\\ud800\"",
        "\"project_id\": \"p\\udc00\"",
        "\"project_id\": \"\\udc00\\ud800\""
      })
  void token_withAClaimOfAnotherFormIsNoneAndNoFault(String claim) throws Exception {
    String name = claim.substring(1, claim.indexOf('"', 1));

    assertThat(jwt.check(signed(claims("x", "\"x\": 1")))).isPresent();
    assertThat(jwt.check(signed(claims(name, claim)))).isEmpty();
  }

  @Test
  void token_thatIsNestedWithoutEndIsNone() throws Exception {
    String deep = "\"x\": " + "[".repeat(5_000) + "]".repeat(5_000);

    assertThat(jwt.check(signed(claims("x", deep)))).isEmpty();
  }

  /** Claims that are all right, but for one that takes the place of another. */
  private static String claims(String name, String claim) {
    Map<String, String> all = new TreeMap<>();
    all.put("iss", "\"iss\": \"https://issuer\"");
    all.put("aud", "\"aud\": \"zaqar\"");
    all.put("exp", "\"exp\": " + Ticks.START.plus(Issuer.LIFE).getEpochSecond());
    all.put("project_id", "\"project_id\": \"p1\"");
    all.put(name, claim);
    return "{" + String.join(", ", all.values()) + "}";
  }

  private static String signed(String claims) throws JOSEException {
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build(), new Payload(claims));
    token.sign(new RSASSASigner(Issuer.RSA));
    return token.serialize();
  }

  @Test
  void token_endsAFewSecondsLate() {
    clock.pass(Issuer.LIFE.plusSeconds(9));
    assertThat(check(Issuer.claims())).isPresent();
    clock.pass(Duration.ofSeconds(2));
    assertThat(check(Issuer.claims())).isEmpty();
  }

  @Test
  void roles_mayBeOneTextOrNone() {
    assertThat(check(Issuer.claims().claim("roles", "member  admin")).orElseThrow().roles())
        .containsExactly("member", "admin");
    assertThat(check(Issuer.claims().claim("roles", null)).orElseThrow().roles()).isEmpty();
    assertThat(check(Issuer.claims().claim("roles", 7)).orElseThrow().roles()).isEmpty();
    assertThat(check(Issuer.claims().claim("roles", List.of("a,admin", 1))).orElseThrow().roles())
        .isEmpty();
  }

  @Test
  void key_mayStandAlone() {
    assertThat(
            trusting(Issuer.RSA.toPublicJWK().toJSONString())
                .check(Issuer.rs256(Issuer.RSA, Issuer.claims())))
        .isPresent();
  }

  @Test
  void key_ofAnotherCurveVerifiesNothing() {
    assertThat(
            trusting(Issuer.publicKeys(Issuer.EC_384))
                .check(Issuer.es256(Issuer.EC, Issuer.claims())))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "{}", "{\"keys\": []}", "{\"keys\": 1}", "{\"kty\": \"RSA\"}"})
  void keys_thatAreNoneStopTheStart(String keys) {
    assertThatIllegalStateException()
        .isThrownBy(() -> trusting(keys))
        .withMessageContaining("JWT_KEYS");
  }

  @Test
  void keys_thatAreSecretStopTheStart() {
    String secret = new OctetSequenceKey.Builder(new byte[32]).keyID("rsa").build().toJSONString();

    assertThatIllegalStateException().isThrownBy(() -> trusting(secret));
  }
}
