import type { Duration } from 'cdk8s';
import type { RequestAuthenticationSpecJwtRules } from '../../../imports/security.istio.io';
import { copy, renderDuration } from '../rendering';

/** How keys are fetched. */
export interface JwtKeysOptions {
  /**
   * How long istiod waits for the keys; at least 1 ms.
   *
   * @default 5 s
   */
  readonly timeout?: Duration;
}

/** A JSON Web Key: a public key, or a secret that the issuer shares with the mesh. */
export interface JsonWebKey {
  /** The type of key: `RSA`, `EC`, `OKP` or `oct`. */
  readonly kty: string;

  /** The other members that keys of this type have, such as `kid`, `n` and `e`. */
  readonly [member: string]: unknown;
}

/** A set of JSON Web Keys. */
export interface JsonWebKeySet {
  /** The keys, of which a token names one by its `kid`. */
  readonly keys: readonly JsonWebKey[];
}

/**
 * Where the keys come from that the signatures of tokens are checked with.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/#JWTRule
 */
export class JwtKeys {
  /** Fetched from a URL, by istiod, which must be able to reach it. */
  static uri(jwksUri: string, options: JwtKeysOptions = {}): JwtKeys {
    return new JwtKeys({ jwksUri }, options);
  }

  /** Written into the manifest: a key set, as an object or as JSON. */
  static inline(jwks: JsonWebKeySet | string): JwtKeys {
    return new JwtKeys({ jwks: typeof jwks === 'string' ? jwks : JSON.stringify(jwks) });
  }

  /**
   * Fetched from where the issuer says, which istiod asks at `/.well-known/openid-configuration` below the issuer's URL.
   */
  static discovery(options: JwtKeysOptions = {}): JwtKeys {
    return new JwtKeys({}, options);
  }

  private constructor(
    private readonly source: Pick<RequestAuthenticationSpecJwtRules, 'jwks' | 'jwksUri'>,
    private readonly options: JwtKeysOptions = {},
  ) {}

  /** @internal */
  _render(): Pick<RequestAuthenticationSpecJwtRules, 'jwks' | 'jwksUri' | 'timeout'> {
    const { timeout } = this.options;
    return { ...this.source, timeout: timeout && renderDuration(timeout) };
  }
}

/**
 * A header that may hold a token.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/#JWTHeader
 */
export interface JwtHeader {
  /** The header, in any case. */
  readonly name: string;

  /**
   * What stands before the token, such as `Bearer ` with its blank.
   *
   * @default nothing
   */
  readonly prefix?: string;
}

/**
 * A claim that is handed on in a header.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/#ClaimToHeader
 */
export interface ClaimToHeader {
  /** The header, of letters, digits, `-` and `_`. If clients send it, its value is replaced. */
  readonly header: string;

  /** The claim, a string, number or boolean; `realm.role` for one inside another. */
  readonly claim: string;
}

/**
 * Tokens that are good: who issued them, for whom, and where requests carry them.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/
 */
export interface JwtRule {
  /**
   * Who issued the token, its claim `iss`. Only with `JwtKeys.uri` can it be left out.
   *
   * @default any issuer whose keys these are
   */
  readonly issuer?: string;

  /** Where the keys come from. */
  readonly keys: JwtKeys;

  /**
   * For whom the token may be, its claim `aud`, which must have one of these.
   *
   * @default any audience
   */
  readonly audiences?: readonly string[];

  /**
   * Headers that may hold the token. With this, `fromParams` or `fromCookies`, the token is looked for there and
   * nowhere else.
   *
   * @default `Authorization`, behind `Bearer `, and the query parameter `access_token`
   */
  readonly fromHeaders?: readonly JwtHeader[];

  /**
   * Query parameters that may hold the token.
   *
   * @default as with `fromHeaders`
   */
  readonly fromParams?: readonly string[];

  /**
   * Cookies that may hold the token.
   *
   * @default as with `fromHeaders`
   */
  readonly fromCookies?: readonly string[];

  /**
   * A header for the payload of the token, in Base64url.
   *
   * @default the payload is not handed on
   */
  readonly outputPayloadToHeader?: string;

  /**
   * Claims that are handed on in headers.
   *
   * @default none
   */
  readonly outputClaimToHeaders?: readonly ClaimToHeader[];

  /**
   * Whether the token stays in the request, for the application or for a further proxy that checks it.
   *
   * @default false
   */
  readonly forwardOriginalToken?: boolean;

  /**
   * Claims that are lists with blanks between their elements; 64 at most. An AuthorizationPolicy compares their
   * elements one by one.
   *
   * @default `scope` and `permission`, which are always such
   */
  readonly spaceDelimitedClaims?: readonly string[];
}

/** @internal */
export function renderJwtRule({ keys, ...rule }: JwtRule): RequestAuthenticationSpecJwtRules {
  return {
    ...rule,
    ...keys._render(),
    audiences: copy(rule.audiences),
    fromHeaders: copy(rule.fromHeaders),
    fromParams: copy(rule.fromParams),
    fromCookies: copy(rule.fromCookies),
    outputClaimToHeaders: copy(rule.outputClaimToHeaders),
    spaceDelimitedClaims: copy(rule.spaceDelimitedClaims),
  };
}
