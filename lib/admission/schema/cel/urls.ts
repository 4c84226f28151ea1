import { type CelFunc, type CelMap, CelScalar, celFunc, celMethod, listType, mapType } from '@bufbuild/cel';
import { parseUrl } from './parse-url';

const { BOOL, DYN, STRING } = CelScalar;
/** The type that `url` returns: the library cannot define new types. */
const URL_MAP = mapType(STRING, DYN);

/** Kubernetes' functions for URLs. */
export const URLS: readonly CelFunc[] = [
  celFunc('isURL', [STRING], BOOL, (text) => parseUrl(text) !== undefined),
  celFunc('url', [STRING], URL_MAP, (text) => {
    const url = parseUrl(text);
    if (!url) {
      throw new Error('not a URL');
    }
    return new Map(Object.entries(url));
  }),
  part('getScheme', 'scheme'),
  part('getHost', 'host'),
  part('getHostname', 'hostname'),
  part('getPort', 'port'),
  part('getEscapedPath', 'path'),
  celMethod('getQuery', URL_MAP, [], mapType(STRING, listType(STRING)), function () {
    const values = new Map<string, string[]>();
    for (const [key, value] of new URLSearchParams(text(this, 'query'))) {
      values.set(key, [...(values.get(key) ?? []), value]);
    }
    return values;
  }),
];

function part(method: string, name: string): CelFunc {
  return celMethod(method, URL_MAP, [], STRING, function () {
    return text(this, name);
  });
}

function text(url: CelMap, name: string): string {
  return String(url.get(name));
}
