// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zaqar.dynamodb.Ticks;
import zaqar.settings.JwtSettings;

/** Somebody who issues tokens, with keys of all kinds. */
final class Issuer {
  static final RSAKey RSA = rsa("rsa");
  static final RSAKey OTHER_RSA = rsa("other");
  static final ECKey EC = ec(Curve.P_256, "ec");
  static final ECKey EC_384 = ec(Curve.P_384, "ec-384");
  static final Duration LIFE = Duration.ofHours(1);

  private Issuer() {}

  private static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec(Curve curve, String id) {
    try {
      return new ECKeyGenerator(curve).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What everybody may know. */
  static String publicKeys(JWK... keys) {
    return new JWKSet(List.of(keys)).toString();
  }

  static JwtSettings trusting(JwtSettings.Keys keys) {
    return new JwtSettings("https://issuer", "zaqar", keys, "project_id", "roles");
  }

  /** Claims that are all right. */
  static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://issuer")
        .audience("zaqar")
        .expirationTime(Date.from(Ticks.START.plus(LIFE)))
        .claim("project_id", "p1")
        .claim("roles", List.of("member", "reader"));
  }

  static String rs256(RSAKey key, JWTClaimsSet.Builder claims) {
    try {
      return sign(JWSAlgorithm.RS256, key, null, new RSASSASigner(key), claims);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String es256(ECKey key, JWTClaimsSet.Builder claims) {
    try {
      return sign(JWSAlgorithm.ES256, key, null, new ECDSASigner(key), claims);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sign(
      JWSAlgorithm algorithm,
      @Nullable JWK key,
      @Nullable JOSEObjectType type,
      JWSSigner signer,
      JWTClaimsSet.Builder claims) {
    JWSHeader header =
        new JWSHeader.Builder(algorithm)
            .keyID(key == null ? null : key.getKeyID())
            .type(type)
            .build();
    SignedJWT token = new SignedJWT(header, claims.build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }
}
