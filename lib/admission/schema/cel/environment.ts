import { type CelEnv, CelScalar, celEnv, celFunc } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { ADDRESSES } from './address-functions';
import { LISTS } from './list-functions';
import { REGULAR_EXPRESSIONS, regex } from './regex-functions';
import { URLS } from './urls';

const { INT, STRING } = CelScalar;

/** As Go parses it. The library would also accept hexadecimal numbers, white space and empty text. */
const int = celFunc('int', [STRING], INT, (text) => {
  const value = /^[+-]?\d+$/.test(text) ? BigInt(text) : undefined;
  if (value === undefined || BigInt.asIntN(64, value) !== value) {
    throw new Error('not an integer');
  }
  return value;
});

/**
 * CEL with the functions that Kubernetes adds to it.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export const ENVIRONMENT: CelEnv = celEnv({
  funcs: [...strings, int, ...URLS, ...LISTS, ...REGULAR_EXPRESSIONS, ...ADDRESSES],
  re2: { compile: regex },
});
