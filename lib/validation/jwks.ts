import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { Problem } from './problem';

/** Curves that Envoy checks signatures with. */
const CURVES = ['P-256', 'P-384', 'P-521', 'Ed25519'];

/** A JSON Web Key Set, as Envoy reads it: an object with a list of keys, each of a type that it knows. */
export function* validateJwks(field: string, jwks: string): Iterable<Problem> {
  const keys = parseKeys(jwks);
  if (!keys) {
    yield { field, message: 'is no JSON Web Key Set; write {"keys": [...]} with JSON Web Keys' };
    return;
  }
  if (keys.length === 0) {
    yield { field, message: 'has no keys, so no token is good; add one' };
  }
  for (const [i, key] of keys.entries()) {
    yield* validateKey(`${field}: keys[${i}]`, key);
  }
}

function parseKeys(jwks: string): JsonWebKey[] | undefined {
  try {
    const { keys } = JSON.parse(jwks);
    return Array.isArray(keys) ? keys : undefined;
  } catch {
    return undefined;
  }
}

function* validateKey(field: string, key: JsonWebKey): Iterable<Problem> {
  if (key?.kty !== 'oct' && key?.d !== undefined) {
    const message = 'is a private key, with which readers of the manifest could sign tokens';
    yield { field, message: `${message}; publish the public part alone` };
  } else if (!isUsable(key)) {
    yield {
      field,
      message: 'is no JSON Web Key for signatures; see that it is whole, and of type RSA, EC, OKP or oct',
    };
  }
}

function isUsable(key: JsonWebKey): boolean {
  if (key?.kty === 'oct') {
    return typeof key.k === 'string' && key.k !== '';
  }
  if (key?.crv !== undefined && !CURVES.includes(key.crv)) {
    return false;
  }
  try {
    createPublicKey({ key, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}
