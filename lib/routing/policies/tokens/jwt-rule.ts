import { flagAt, recordsAt, textAt, textsAt } from '../../../istiod/policies/strict-fields';
import type { Claims, Token } from './token';
import { claimAt, splitClaims, standardClaims } from './token';

/** A place in a request where a token may be. */
export interface TokenLocation {
  readonly in: 'header' | 'parameter' | 'cookie';
  /** In lower case for headers. */
  readonly name: string;
  /** The text before the token in a header. */
  readonly prefix: string;
}

/** How tokens of an issuer are validated. */
export interface JwtRule {
  /** Empty for any issuer. */
  readonly issuer: string;
  /** Without scheme and trailing slash; empty for any audience. */
  readonly audiences: ReadonlySet<string>;
  /** The places where the rule looks for tokens. There is at least one. */
  readonly locations: readonly [TokenLocation, ...TokenLocation[]];
  readonly isForwarding: boolean;
  readonly spaceDelimitedClaims: ReadonlySet<string>;
  readonly claimHeaders: readonly { readonly header: string; readonly claim: string }[];
  /** In lower case; empty if there is none. */
  readonly payloadHeader: string;
}

/** What a rule finds out about a token. */
export type JwtCheck = 'good' | 'missing' | 'unknown issuer' | 'audience not allowed' | 'broken';

/** By default, tokens are in this header or in the parameter `access_token`. (H2) */
export const BEARER: TokenLocation = { in: 'header', name: 'authorization', prefix: 'Bearer ' };
const ACCESS_TOKEN: TokenLocation = { in: 'parameter', name: 'access_token', prefix: '' };

export function readJwtRule(rule: Readonly<Record<string, unknown>>): JwtRule {
  const locations: TokenLocation[] = [
    ...recordsAt(rule, 'fromHeaders').map(
      (header): TokenLocation => ({
        in: 'header',
        name: textAt(header, 'name').toLowerCase(),
        prefix: textAt(header, 'prefix'),
      }),
    ),
    ...textsAt(rule, 'fromParams').map((name): TokenLocation => ({ in: 'parameter', name, prefix: '' })),
    ...textsAt(rule, 'fromCookies').map((name): TokenLocation => ({ in: 'cookie', name, prefix: '' })),
  ];
  const [first, ...more] = locations;
  return {
    issuer: textAt(rule, 'issuer'),
    audiences: new Set(textsAt(rule, 'audiences').map(sanitizeAudience)),
    locations: first ? [first, ...more] : [BEARER, ACCESS_TOKEN],
    isForwarding: flagAt(rule, 'forwardOriginalToken'),
    spaceDelimitedClaims: new Set(['scope', 'permission', ...textsAt(rule, 'spaceDelimitedClaims')]),
    claimHeaders: recordsAt(rule, 'outputClaimToHeaders').map((output) => ({
      header: textAt(output, 'header').toLowerCase(),
      claim: textAt(output, 'claim'),
    })),
    payloadHeader: textAt(rule, 'outputPayloadToHeader').toLowerCase(),
  };
}

/** What a rule finds out about a token at a place. Every token that the rule finds has to be valid. (H2) */
export function checkToken(rule: JwtRule, claims: Claims, location: TokenLocation): JwtCheck {
  const found = rule.locations.map((place) => tokenAt(place, location)).filter((token) => token !== 'none');
  if (found.length === 0) {
    return 'missing';
  }
  const known = standardClaims(claims);
  if (!known || found.includes('garbage')) {
    return 'broken';
  }
  if (rule.issuer !== '' && rule.issuer !== known.issuer) {
    return 'unknown issuer';
  }
  const isAllowed =
    rule.audiences.size === 0 ||
    known.audiences.some((audience) => rule.audiences.has(sanitizeAudience(audience)));
  return isAllowed ? 'good' : 'audience not allowed';
}

/** A token that a rule accepts, as policies see it. */
export function tokenOf(rule: JwtRule, claims: Claims, location: TokenLocation): Token {
  const { issuer = '', subject } = standardClaims(claims) ?? {};
  return {
    issuer,
    ...(subject === undefined ? {} : { subject }),
    ...(issuer && subject ? { principal: `${issuer}/${subject}` } : {}),
    claims: splitClaims(claims, rule.spaceDelimitedClaims),
    // Envoy removes tokens from headers and parameters, but not from cookies.
    isForwarded: rule.isForwarding || location.in === 'cookie',
    ...(location.in === 'header' && !rule.isForwarding ? { removedHeader: location.name } : {}),
    places: rule.locations.map(placeText),
  };
}

function placeText({ in: where, name, prefix }: TokenLocation): string {
  return `${where} ${name}${prefix === '' ? '' : ` after "${prefix}"`}`;
}

/** The headers that a rule adds for a token: for single claims that are strings, numbers or booleans, and for the payload. */
export function headersOf(rule: JwtRule, claims: Claims): [name: string, value: string][] {
  const payload: [string, string][] =
    rule.payloadHeader === '' ? [] : [[rule.payloadHeader, payloadOf(claims)]];
  const headers = rule.claimHeaders.map(({ header, claim }): [string, string] => [
    header,
    headerValue(claimAt(claims, claim.split('.'))),
  ]);
  return [...payload, ...headers.filter(([, value]) => value !== '')];
}

/** The headers that a rule removes from requests, so that clients cannot forge them. */
export function guardedHeaders({ claimHeaders, payloadHeader }: JwtRule): string[] {
  return [...claimHeaders.map(({ header }) => header), payloadHeader].filter((name) => name !== '');
}

/** What a rule that looks at one place finds there, when the token is at another. */
function tokenAt(looksAt: TokenLocation, { in: where, name, prefix }: TokenLocation) {
  if (looksAt.in !== where || looksAt.name !== name) {
    return 'none';
  }
  if (looksAt.prefix === prefix) {
    return 'token';
  }
  const at = looksAt.prefix === '' ? -1 : prefix.indexOf(looksAt.prefix);
  if (at < 0) {
    return looksAt.prefix === '' ? 'garbage' : 'none';
  }
  // Envoy skips characters that cannot be part of a token.
  return /[\w.-]/.test(prefix.slice(at + looksAt.prefix.length)) ? 'garbage' : 'token';
}

/** Envoy compares audiences without their scheme and trailing slash. */
function sanitizeAudience(audience: string): string {
  return audience.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

function headerValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return String(value);
    case 'number':
      // Envoy writes integers in full, and other numbers with six decimals, as C++ does.
      return Number.isInteger(value) && value >= 0 && value < 2 ** 64
        ? BigInt(value).toString()
        : value.toFixed(6);
    default:
      return '';
  }
}

/** The payload of the token, if its claims are written without spaces. */
function payloadOf(claims: Claims): string {
  let json = '{}';
  try {
    json = JSON.stringify(claims);
  } catch {
    // Claims that contain themselves cannot be written as JSON.
  }
  const bytes = new TextEncoder().encode(json);
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
