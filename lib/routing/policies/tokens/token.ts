import { isRecord } from '../../../manifests/manifest';

/** What a request is known by once a proxy has found its JWT to be good. */
export interface Token {
  /** Empty where the token says none, which only a rule without issuer accepts. */
  readonly issuer: string;
  readonly subject?: string;
  /** `ISSUER/SUBJECT`, if it names both. */
  readonly principal?: string;
  /** As policies see them: those that are made of words between spaces are lists. */
  readonly claims: Claims;
  /** Whether it is handed on to whoever the proxy calls. */
  readonly isForwarded: boolean;
}

/** What a JWT says. */
export type Claims = Readonly<Record<string, unknown>>;

/** What Envoy reads of claims before it knows any rule; undefined where it takes the token for broken. */
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
    audiences.every((one) => typeof one === 'string') &&
    times.every((time) => time === undefined || (typeof time === 'number' && time >= 0));
  return isSound ? { issuer: iss, subject: sub, audiences } : undefined;
}

/** The value at a way through nested claims; undefined where there is none. */
export function claimAt(claims: Claims, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    claims,
  );
}

/** The claims with those of the names as lists, where they are text with words in it. (H2) */
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
