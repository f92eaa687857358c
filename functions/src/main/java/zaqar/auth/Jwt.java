// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import zaqar.http.Problem;
import zaqar.names.ProjectId;
import zaqar.settings.JwtSettings;

/**
 * Verifies JWTs without a call to their issuer. A token must be signed with RS256 or ES256 and a
 * known key, name the right issuer and audience, and be within its time. Any other JWT is refused.
 */
final class Jwt implements TokenCheck {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
  private static final int LEEWAY_SECONDS = 10;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final JwtSettings settings;

  Jwt(JwtSettings settings, JWKSource<SecurityContext> keys, Clock clock) {
    this.settings = settings;
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier(new Claims(settings, clock));
  }

  /** Checks claims by the clock that is passed in. */
  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final Clock clock;

    Claims(JwtSettings settings, Clock clock) {
      super(
          settings.audience(),
          new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
          Set.of("exp"));
      this.clock = clock;
      setMaxClockSkew(LEEWAY_SECONDS);
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }

  @Override
  public Optional<ValidToken> check(String token) {
    try {
      return read(processor.process(token, null));
    } catch (KeySourceException e) {
      throw Problem.tokenUnchecked().because(e);
    } catch (JOSEException | BadJOSEException | ParseException | RuntimeException e) {
      // The parser throws other exceptions for headers and claims such as null.
      return Optional.empty();
    }
  }

  private Optional<ValidToken> read(JWTClaimsSet claims) {
    Date end = claims.getExpirationTime();
    if (end == null) {
      // The verifier only checks that the claim is present.
      return Optional.empty();
    }
    return Optional.ofNullable(claims.getClaim(settings.projectClaim()))
        .filter(String.class::isInstance)
        .map(String::valueOf)
        .flatMap(ProjectId::of)
        .map(
            project ->
                new ValidToken(
                    project, roles(claims.getClaim(settings.rolesClaim())), end.toInstant()));
  }

  /** Reads a list of names, or one text with spaces between names. */
  private static List<String> roles(@Nullable Object claim) {
    return switch (claim) {
      case null -> List.of();
      case List<?> names ->
          names.stream().filter(String.class::isInstance).map(String::valueOf).toList();
      case String names -> Stream.of(names.split(" ")).filter(name -> !name.isEmpty()).toList();
      default -> List.of();
    };
  }
}
