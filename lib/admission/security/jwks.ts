import { type FieldPath, isRecord } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';

/** Curves that Envoy checks signatures with, by what they are called, and the bytes of a coordinate. */
const CURVES: ReadonlyMap<unknown, number> = new Map([
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
]);

/** A JSON Web Key Set, as Envoy reads it: an object with a list of keys, each of a type that it knows. */
export function* validateJwks(field: FieldPath, jwks: string): Iterable<Problem> {
  const set = parse(jwks);
  const keys = isRecord(set) ? set.keys : undefined;
  if (!Array.isArray(keys)) {
    const message = 'is no JSON Web Key Set; write {"keys": [...]} with JSON Web Keys';
    // istiod takes a key for a set of one, which Envoy does not.
    yield { field, message, type: isWhole(set) ? UNUSABLE_VALUE : REFUSED };
    return;
  }
  if (keys.length === 0) {
    yield { field, message: 'has no keys, so no token is good; add one', type: UNUSABLE_VALUE };
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

/** The set is a text, so the field is that of the whole set. */
function* keyProblems(field: FieldPath, place: number, key: unknown): Iterable<Problem> {
  if (isRecord(key) && key.kty !== 'oct' && key.d !== undefined) {
    const message = `keys[${place}] is a private key, with which readers of the manifest could sign tokens`;
    yield { field, message: `${message}; publish the public part alone`, type: WARNED };
  } else if (!isUsable(key)) {
    yield {
      field,
      message: `keys[${place}] is no JSON Web Key for signatures; see that it is whole, and of type RSA, EC, OKP or oct`,
      type: isWhole(key) ? UNUSABLE_VALUE : REFUSED,
    };
  }
}

/** Whether istiod can read the key. */
function isWhole(key: unknown): key is Record<string, unknown> {
  if (!isRecord(key)) {
    return false;
  }
  switch (key.kty) {
    case 'RSA':
      return isText(key.n) && isText(key.e);
    case 'EC':
      return CURVES.has(key.crv) && isText(key.x) && isText(key.y);
    case 'OKP':
      return (key.crv === 'Ed25519' || key.crv === 'X25519') && isText(key.x);
    case 'oct':
      return isText(key.k);
    default:
      return false;
  }
}

/** Whether Envoy can check signatures with the key. */
function isUsable(key: unknown): boolean {
  if (!isWhole(key)) {
    return false;
  }
  const size = CURVES.get(key.crv);
  switch (key.kty) {
    case 'EC':
      return bytesOf(key.x) === size && bytesOf(key.y) === size;
    case 'OKP':
      return key.crv === 'Ed25519' && bytesOf(key.x) === 32;
    default:
      return true;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** How many bytes a text in base64url stands for. */
function bytesOf(text: unknown): number {
  return isText(text) && /^[\w-]+$/.test(text) ? Math.floor((text.length * 3) / 4) : 0;
}
