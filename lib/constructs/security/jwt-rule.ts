import type { Duration } from 'cdk8s';
import type {
  RequestAuthenticationSpecJwtRules,
  RequestAuthenticationSpecJwtRulesPresence,
} from '../../../imports/security.istio.io';
import { copy, renderDuration } from '../rendering';

/** Options of keys that istiod fetches. */
export interface JwtKeysOptions {
  /**
   * The timeout for fetching the keys; at least 1 ms.
   *
   * @default 5 s
   */
  readonly timeout?: Duration;
}

/**
 * A JSON Web Key: a public key, or a secret that the issuer shares with the mesh.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-4
 */
export interface JsonWebKey {
  /** The type of the key: `RSA`, `EC`, `OKP` or `oct`. */
  readonly kty: string;

  /** The other members of a key of this type, such as `kid`, `n` and `e`. */
  readonly [member: string]: unknown;
}

/**
 * A set of JSON Web Keys.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export interface JsonWebKeySet {
  /** The keys. A token names one of them by its `kid`. */
  readonly keys: readonly JsonWebKey[];
}

/**
 * The source of the keys that verify the signatures of tokens.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/#JWTRule
 */
export class JwtKeys {
  /** istiod fetches the keys from a URL, which it must be able to reach. */
  static uri(jwksUri: string, options: JwtKeysOptions = {}): JwtKeys {
    return new JwtKeys({ jwksUri }, options);
  }

  /** The keys are in the manifest: a key set, as an object or as JSON. */
  static inline(jwks: JsonWebKeySet | string): JwtKeys {
    return new JwtKeys({ jwks: typeof jwks === 'string' ? jwks : JSON.stringify(jwks) });
  }

  /**
   * istiod discovers the URL of the keys at `/.well-known/openid-configuration` below the URL of the issuer.
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
 * Whether a request needs a token.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/#JWTRule
 */
export enum TokenPresence {
  /** A request without a token is accepted. An AuthorizationPolicy can refuse it. */
  OPTIONAL = 'OPTIONAL',
  /** A request without the token of the rule is answered with 401. */
  REQUIRED = 'REQUIRED',
}

/**
 * A header that can carry a token.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/#JWTHeader
 */
export interface JwtHeader {
  /** The name of the header. Case does not matter. */
  readonly name: string;

  /**
   * The text before the token, such as `Bearer ` with its space.
   *
   * @default the header contains the token alone
   */
  readonly prefix?: string;
}

/**
 * A claim that the proxy copies to a header.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/#ClaimToHeader
 */
export interface ClaimToHeader {
  /** The name of the header, of letters, digits, `-` and `_`. The proxy replaces a value that the client sends. */
  readonly header: string;

  /** The claim, which is a string, a number or a boolean; `realm.role` for a nested claim. */
  readonly claim: string;
}

/**
 * A rule for valid tokens: their issuer, their keys, their audiences, and where requests carry them.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/
 */
export interface JwtRule {
  /**
   * The issuer of the token, its claim `iss`. It is required unless the keys come from `JwtKeys.uri`.
   *
   * @default any issuer
   */
  readonly issuer?: string;

  /** The source of the keys that verify the signatures of tokens. */
  readonly keys: JwtKeys;

  /**
   * The accepted audiences. The claim `aud` of the token must contain one of them.
   *
   * @default any audience
   */
  readonly audiences?: readonly string[];

  /**
   * Headers that can carry the token. If `fromHeaders`, `fromParams` or `fromCookies` is set, the proxy looks for the
   * token only there.
   *
   * @default `Authorization` with the prefix `Bearer `, and the query parameter `access_token`
   */
  readonly fromHeaders?: readonly JwtHeader[];

  /**
   * Query parameters that can carry the token.
   *
   * @default as with `fromHeaders`
   */
  readonly fromParams?: readonly string[];

  /**
   * Cookies that can carry the token.
   *
   * @default as with `fromHeaders`
   */
  readonly fromCookies?: readonly string[];

  /**
   * The header to which the proxy copies the payload of the token, in Base64url.
   *
   * @default the payload is not copied
   */
  readonly outputPayloadToHeader?: string;

  /**
   * Claims that the proxy copies to headers.
   *
   * @default claims are not copied
   */
  readonly outputClaimToHeaders?: readonly ClaimToHeader[];

  /**
   * Whether the proxy keeps the token in the request, for the application or for another proxy that verifies it.
   *
   * @default false
   */
  readonly forwardOriginalToken?: boolean;

  /**
   * Claims whose text is a list separated by spaces; at most 64. An AuthorizationPolicy compares their elements.
   *
   * @default `scope` and `permission`, which are always separated by spaces
   */
  readonly spaceDelimitedClaims?: readonly string[];

  /**
   * Whether a request needs a token of this rule, even if it has a valid token of another rule. From Istio 1.32 on.
   *
   * @default TokenPresence.OPTIONAL
   */
  readonly presence?: TokenPresence;
}

/** @internal */
export function renderJwtRule({ keys, presence, ...rule }: JwtRule): RequestAuthenticationSpecJwtRules {
  return {
    ...rule,
    ...keys._render(),
    // The raw type has an enum of its own with the same values.
    presence: presence as unknown as RequestAuthenticationSpecJwtRulesPresence | undefined,
    audiences: copy(rule.audiences),
    fromHeaders: copy(rule.fromHeaders),
    fromParams: copy(rule.fromParams),
    fromCookies: copy(rule.fromCookies),
    outputClaimToHeaders: copy(rule.outputClaimToHeaders),
    spaceDelimitedClaims: copy(rule.spaceDelimitedClaims),
  };
}
