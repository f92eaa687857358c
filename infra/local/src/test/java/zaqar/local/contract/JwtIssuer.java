// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Issues the tokens that deployments in access mode {@code jwt} believe in these tests. */
final class JwtIssuer {
  static final String NAME = "https://issuer.example.com";
  static final String AUDIENCE = "zaqar";
  private static final ECKey KEY = key();

  private JwtIssuer() {}

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("tests").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String publicKey() {
    return KEY.toPublicJWK().toJSONString();
  }

  /** A token that is good for a minute. */
  static String token(String project, String... roles) {
    return token(project, Duration.ofMinutes(1), roles);
  }

  static String token(String project, Duration life, String... roles) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(KEY.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(AUDIENCE)
                .expirationTime(Date.from(Instant.now().plus(life)))
                .claim("project_id", project)
                .claim("roles", List.of(roles))
                .build());
    try {
      token.sign(new ECDSASigner(KEY));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }
}
