import { isRecord } from '../../../manifests/manifest';

/** The token of a request, once a proxy has accepted it. */
export interface Token {
  /** Empty if the token names none, which only a rule without an issuer accepts. */
  readonly issuer: string;
  readonly subject?: string;
  /** `ISSUER/SUBJECT`, if it names both. */
  readonly principal?: string;
  /** The claims as policies see them: claims with several words separated by spaces are lists. */
  readonly claims: Claims;
  /** Whether the proxy passes the token on. */
  readonly isForwarded: boolean;
  /** The header that the proxy removes, because it had the token. */
  readonly removedHeader?: string;
  /** The places where the rule looks for tokens, in words. */
  readonly places: readonly string[];
}

/** The claims of a JWT. */
export type Claims = Readonly<Record<string, unknown>>;

/** The claims that Envoy reads before it asks any rule; undefined if it considers the token broken. */
export function standardClaims(
  claims: Claims,
): { issuer: string; subject: string | undefined; audiences: readonly string[] } | undefined {
  const { iss = '', sub, aud = [] } = claims;
  const audiences = typeof aud === 'string' ? [aud] : aud;
  const times = [claims.exp, claims.nbf, claims.iat];
  const isSound =
    typeof iss === 'string' &&
    (sub === undefined || typeof sub === 'string') &&
    Array.isArray(audiences) &&
    audiences.every((audience) => typeof audience === 'string') &&
    times.every((time) => time === undefined || (typeof time === 'number' && time >= 0));
  return isSound ? { issuer: iss, subject: sub, audiences } : undefined;
}

/** The value at a path through nested claims; undefined if there is none. */
export function claimAt(claims: Claims, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    claims,
  );
}

/** The claims, in which the named ones are split into lists of words. (H2) */
export function splitClaims(claims: Claims, names: Iterable<string>): Claims {
  const lists: Record<string, unknown> = {};
  for (const name of names) {
    const text = claimAt(claims, [name]);
    const words = typeof text === 'string' ? text.split(' ').filter((word) => word !== '') : [];
    if (words.length > 0) {
      lists[name] = words;
    }
  }
  return { ...claims, ...lists };
}
