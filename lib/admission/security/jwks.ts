import type { FieldPath } from '../../manifests/manifest';
import { isFilledText, isRecord } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';

/** The curves that Envoy verifies signatures with, and the number of bytes of a coordinate. */
const CURVES: ReadonlyMap<unknown, number> = new Map([
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
]);

/** A JSON Web Key Set as Envoy reads it: an object with a list of keys, each of a type that Envoy knows. */
export function* validateJwks(field: FieldPath, jwks: string): Iterable<Problem> {
  const set = parse(jwks);
  const keys = isRecord(set) ? set.keys : undefined;
  if (!Array.isArray(keys)) {
    const message = 'is not a JSON Web Key Set; write {"keys": [...]} with JSON Web Keys';
    // istiod takes a single key for a set, and Envoy does not.
    yield { field, message, type: isReadable(set) ? UNUSABLE_VALUE : REFUSED };
    return;
  }
  if (keys.length === 0) {
    yield { field, message: 'has no keys, so no token is valid; add one', type: UNUSABLE_VALUE };
  }
  for (const [i, key] of keys.entries()) {
    yield* keyProblems(field, i, key);
  }
}

function parse(jwks: string): unknown {
  try {
    return JSON.parse(jwks);
  } catch {
    return undefined;
  }
}

/** @param field the whole set, because its keys are inside a text */
function* keyProblems(field: FieldPath, place: number, key: unknown): Iterable<Problem> {
  if (isRecord(key) && key.kty === 'oct' && isFilledText(key.k)) {
    const message = `keys[${place}] is a secret key, with which every reader of the manifest can sign tokens; use a key of type RSA, EC or OKP`;
    yield { field, message, type: WARNED };
  } else if (isRecord(key) && key.kty !== 'oct' && key.d !== undefined) {
    const message = `keys[${place}] is a private key, with which every reader of the manifest can sign tokens; publish the public part only`;
    yield { field, message, type: WARNED };
  } else if (!isUsable(key)) {
    const message = `keys[${place}] is not a JSON Web Key for signatures; write a complete key of type RSA, EC, OKP or oct`;
    yield { field, message, type: isReadable(key) ? UNUSABLE_VALUE : REFUSED };
  }
}

/** Whether istiod can read the key. */
function isReadable(key: unknown): key is Record<string, unknown> {
  if (!isRecord(key)) {
    return false;
  }
  switch (key.kty) {
    case 'RSA':
      return isFilledText(key.n) && isFilledText(key.e);
    case 'EC':
      return CURVES.has(key.crv) && isFilledText(key.x) && isFilledText(key.y);
    case 'OKP':
      return (key.crv === 'Ed25519' || key.crv === 'X25519') && isFilledText(key.x);
    case 'oct':
      return isFilledText(key.k);
    default:
      return false;
  }
}

/** Whether Envoy can verify signatures with the key. */
function isUsable(key: unknown): boolean {
  if (!isReadable(key)) {
    return false;
  }
  const size = CURVES.get(key.crv);
  switch (key.kty) {
    case 'EC':
      return byteCount(key.x) === size && byteCount(key.y) === size;
    case 'OKP':
      return key.crv === 'Ed25519' && byteCount(key.x) === 32;
    default:
      return true;
  }
}

/** The number of bytes that a text in base64url encodes. */
function byteCount(text: unknown): number {
  return isFilledText(text) && /^[\w-]+$/.test(text) ? Math.floor((text.length * 3) / 4) : 0;
}
