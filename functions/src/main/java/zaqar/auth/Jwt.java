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
 * Verifies tokens by themselves: signed with RS256 or ES256 and a known key, by the right issuer,
 * for this audience, within their time. Every other form of JWT is no token at all.
 */
final class Jwt implements TokenCheck {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
  private static final int LEEWAY_SECONDS = 10;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final JwtSettings settings;

  /** Believes what {@code settings} say, signed with these keys. */
  Jwt(JwtSettings settings, JWKSource<SecurityContext> keys, Clock clock) {
    this.settings = settings;
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier(new Claims(settings, clock));
  }

  /** Checks claims by our clock. */
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
      // The last for headers and claims like null, which the parser stumbles over.
      return Optional.empty();
    }
  }

  private Optional<ValidToken> read(JWTClaimsSet claims) {
    Date end = claims.getExpirationTime();
    if (end == null) {
      // The verifier only looks whether the claim is there.
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

  /** A list of names, or one text with spaces between them. */
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
